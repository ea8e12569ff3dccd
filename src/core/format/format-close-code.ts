import { type PlainKey, say } from "../text/say.ts";
/** A close code's registered name, and what it says in plain words. */
export interface CloseCodeText {
  readonly name: string;
  readonly meaning: string;
}

/** RFC 6455 7.4.1 and the IANA registry "WebSocket Close Code Number". */
const REGISTERED: Readonly<Record<number, readonly [string, PlainKey]>> = {
  1000: ["Normal Closure", "thePurposeOfTheConnection"],
  1001: ["Going Away", "theServerGoesDownOr"],
  1002: ["Protocol error", "oneSideGotAFrame"],
  1003: ["Unsupported Data", "oneSideGotAType"],
  1004: ["Reserved", "notDefinedYet"],
  1005: ["No Status Rcvd", "theCloseFrameHeldNo"],
  1006: ["Abnormal Closure", "theConnectionBrokeWithoutA"],
  1007: ["Invalid frame payload data", "aMessageDidNotFit"],
  1008: ["Policy Violation", "aMessageBrokeARule"],
  1009: ["Message Too Big", "aMessageWasLargerThan"],
  1010: ["Mandatory Ext.", "theClientNeedsAnExtension"],
  1011: ["Internal Error", "theServerMetACondition"],
  1012: ["Service Restart", "theServiceRestartsConnectAgain"],
  1013: ["Try Again Later", "theServiceIsOverloadedConnect"],
  1014: ["Bad Gateway", "aGatewayOrProxyGot"],
  1015: ["TLS handshake", "theTlsHandshakeFailedNever"],
  3000: ["Unauthorized", "theEndpointAsksForAuthorization"],
  3003: ["Forbidden", "theEndpointRefusesTheRequest"],
  3008: ["Timeout", "theEndpointWaitedTooLong"],
};

/** What a WebSocket close code means. */
export function formatCloseCode(code: number): CloseCodeText {
  const registered = REGISTERED[code];
  if (registered !== undefined) return { name: registered[0], meaning: say(registered[1]) };
  if (code >= 4000 && code <= 4999) {
    return { name: say("privateUse"), meaning: say("theApplicationsOwnCodeIts") };
  }
  if (code >= 3000 && code <= 3999) {
    return {
      name: say("libraryOrFramework"),
      meaning: say("forLibrariesAndFrameworksWithout"),
    };
  }
  if (code >= 1000 && code <= 2999) {
    return { name: say("unassigned"), meaning: say("forTheProtocolAndIts") };
  }
  return { name: say("notUsed"), meaning: say("outsideOfTheNumbersThat") };
}
