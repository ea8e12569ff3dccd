import type { StreamProblem } from "../stream/stream-parser.ts";
import { type PlainKey, say } from "../text/say.ts";
import type { StreamReading, StreamRemark, StreamVia, UnseenWhy } from "../wire/events.ts";

const PROBLEMS: Readonly<Record<StreamProblem, PlainKey>> = {
  cut: "notCompleteTheStreamEnded",
  gap: "notCompleteWhatFollowsOf",
  headless: "perhapsNotCompleteBytesBefore",
  "not-json": "notValidJson",
  "not-utf8": "notValidUtf8",
  "not-base64": "notBase64AsThisStream",
  stray: "notInItsPlaceNo",
  "unknown-flags": "itsFlagsAreNoneOf",
  unframed: "whereMessagesBeginIsNot",
};

/** What is wrong with an event, as a sentence. */
export function formatStreamProblem(problem: StreamProblem): string {
  return say(PROBLEMS[problem]);
}

const READINGS: Readonly<Record<StreamReading, PlainKey>> = {
  stream: "pieceByPiece",
  progress: "byItsGrowingResponsetext",
  text: "asAWholeByText",
  json: "asAWholeByJson",
  arrayBuffer: "asAWholeByArraybuffer",
  bytes: "asAWholeByBytes",
  blob: "asAWholeByBlob",
  formData: "asAWholeByFormdata",
  document: "asAWholeAsA",
};

const XHR_READINGS: Partial<Record<StreamReading, PlainKey>> = {
  json: "asAWholeWithResponsetype",
  arrayBuffer: "asAWholeWithResponsetypeArraybuffer",
  blob: "asAWholeWithResponsetypeBlob",
  document: "asAWholeWithResponsetypeDocument",
};

/** How the page reads a stream, as the end of "The page reads it …". */
export function formatReading(reading: StreamReading, via: StreamVia): string {
  return say((via === "xhr" ? XHR_READINGS[reading] : undefined) ?? READINGS[reading]);
}

/** Whether the page gets all of a stream at once, so that no time of a piece can be seen. */
export function isReadWhole(reading: StreamReading): boolean {
  return reading !== "stream" && reading !== "progress";
}

const UNSEEN: Readonly<Record<UnseenWhy, PlainKey>> = {
  piped: "thePagePipedTheStream",
  transferred: "thePageHandedTheStream",
  "body-used": "thePageGaveTheResponses",
  json: "jsonDoesNotGiveThe",
  document: "aParsedBodyDoesNot",
};

/** Why a stream cannot be seen (any more), as a sentence. */
export function formatUnseen(why: UnseenWhy): string {
  return say(UNSEEN[why]);
}

const REMARKS: Readonly<Record<StreamRemark, PlainKey>> = {
  comment: "comment",
  retry: "reconnectionTime",
  ignored: "lineThatIsPassedOver",
  undispatched: "blockWithoutDataNoEvent",
  blank: "blankLine",
  missing: "bytesNotRecorded",
  cut: "cutLargerThanWhatIs",
};

/** What a stream says beside its events, in a word or two. */
export function formatRemark(what: StreamRemark): string {
  return say(REMARKS[what]);
}
