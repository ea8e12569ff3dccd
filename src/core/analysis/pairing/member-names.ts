/** What members are called that name a request. */
const REQUEST_NAME =
  /^(?:_?id|.*[_.-]id|.*(?:request|req|corr(?:elation)?|call|message|msg|invocation|trans(?:action)?|operation|op|command|cmd|query|txn?|packet|client|rpc|task|job|prompt|cb|callback|ack|reply|trace)_?id|r?ref|join_?ref|(?:req|rpc)[_-]?(?:no|num|seq)?|nonce|cookie|tag|uuid|guid|rid|cid|mid|tid|cseq|cb|ack|echo|in_?reply_?to|reply_?to|req_?number|callback|correlation|tx)$/i;

/** What they are called that never do, however often it comes back: content, people, places, money. */
const CONTENT_NAME =
  /^(?:text|body|content|message|msg|title|comment|caption|name|nick(?:name)?|user(?:_?(?:name|id))?|author|sender|from|to|email|room(?:_?id)?|channel(?:_?id)?|chat_?id|thread_?id|topic|symbol|ticker|instrument|pair|currency|lang|locale|price|amount|qty|quantity|size|volume|balance|token|session(?:_?id)?|device_?id|account_?id|client_?id|player_?id|x|y|z|lat|lon|lng|version|url|path|color)$/i;

/** What they are called that lead on from what the other side has said: the place to go on from, what came before. */
const LINK_NAME =
  /^(?:parent.*|prev(?:ious)?.*|next.*|.*(?:cursor|offset|checkpoint|continuation|(?:page|resume|sync|next)_?token)|after|before|since|from|until|last.*|resume.*|start_?(?:at|after|key)?|base.*|head|tip|anchor|position|version|rev(?:ision)?|etag)$/i;

/** What they are called that say how far a side has come. */
const PROGRESS_NAME = /^(?:ack(?:ed|nowledged)?|seen|processed|applied|last.*|latest.*|up_?to)$/i;

/** Where a value stands that is all that a text says. */
export const WHOLE_TEXT = "text";

/** Whether a member is called like what names a request, by its path. */
export function isRequestName(path: string): boolean {
  return REQUEST_NAME.test(lastName(path));
}

/** Whether a member is called like content. */
export function isContentName(path: string): boolean {
  return CONTENT_NAME.test(lastName(path));
}

/** Whether a member is called like what leads on from an earlier message of the other side. */
export function isLinkName(path: string): boolean {
  return LINK_NAME.test(lastName(path));
}

/** Whether a member is called like what says how far a side has come. */
export function isProgressName(path: string): boolean {
  return PROGRESS_NAME.test(lastName(path));
}

function lastName(path: string): string {
  return (
    path
      .replace(/\[\d*\]/g, "")
      .split(".")
      .at(-1) ?? ""
  );
}
