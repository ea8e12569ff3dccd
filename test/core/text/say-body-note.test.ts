import { afterEach, describe, expect, test } from "vitest";
import german from "../../../extension/_locales/de/messages.json" with { type: "json" };
import { speak } from "../../../src/core/text/say.ts";
import { BODY_NOT_GIVEN, bodyTooLarge, sayBodyNote } from "../../../src/core/text/say-body-note.ts";

describe("why a request has no body", () => {
  afterEach(() => speak("en-US"));

  test("is said in the reader's language, though the recording has it in English", () => {
    speak("de", german);
    expect(sayBodyNote(BODY_NOT_GIVEN)).toBe("Der Browser hat den Body nicht hergegeben.");
    expect(sayBodyNote(bodyTooLarge(1024 * 1024))).toBe(
      "Der Body wurde nicht behalten: er ist größer als 1,0 MB.",
    );
    speak("en-US");
    expect(sayBodyNote(BODY_NOT_GIVEN)).toBe("The browser did not give the body.");
  });

  test("stays as another program has written it", () => {
    expect(sayBodyNote("Stripped by policy")).toBe("Stripped by policy");
  });
});
