/** Words that say that something is asked, or that it is answered. */
const ASKS =
  /^(?:req(?:uest)?|query|get|fetch|load|do|call|cmd|command|ask|client|c2s|cs|in|call|start|begin)$/;
const ANSWERS =
  /^(?:res|rsp|resp(?:onse)?|reply|replied|ans(?:wer)?|result|results|ret(?:urn)?|ack|ok|done|ready|loaded|server|s2c|sc|out|success|succeeded|complete|completed|finished|get|fetch|load|do)$/;

/** Whether labels of replies are those of the requests but for what says that they answer: `ProfileRequest` and `ProfileResponse`, `get_inbox` and `inbox`, `save` and `saved`. */
export function areOfOneName(requests: readonly string[], replies: readonly string[]): boolean {
  if (requests.length === 0 || replies.length === 0) return false;
  const asked = requests.map((it) => stemOf(it, ASKS));
  const answered = replies.map((it) => stemOf(it, ANSWERS));
  if ([...asked, ...answered].some((it) => it === "")) return false;
  return answered.every((it) => asked.includes(it)) && asked.every((it) => answered.includes(it));
}

function stemOf(label: string, without: RegExp): string {
  const words = label
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((it) => it !== "" && !without.test(it));
  return words.map((it) => (it.length > 4 ? it.replace(/(?:ed|d|e|ing|s)$/, "") : it)).join(" ");
}
