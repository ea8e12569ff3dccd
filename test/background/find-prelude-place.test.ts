import { describe, expect, it } from "vitest";
import { findPreludePlace } from "../../src/background/find-prelude-place.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const place = (text: string, whole = true) => findPreludePlace(bytes(text), whole);

describe("the place before a script's first statement", () => {
  it.each([
    ["", false],
    ["let a = 1;", false],
    ['"use strict"; go();', true],
    ["'use strict'\ngo()", true],
    ['/* a licence */ // and a word\n\t"use strict";', true],
    ['"use asm"; "use strict"; go()', true],
    ['"use strict"', true],
    ['"use strict"}', true],
    ['"use strict" + go()', false],
    ['"use strict"\n.length', false],
    ['"use strict"\n(go())', false],
    ['"use strict"\nin go', false],
    ['"use strict"\ninner()', true],
    ['"use strict"\n++go', true],
    ['"use strict"\n!go', true],
    ['"use strict"\n!= go', false],
    ['"use\\u0020strict"; go()', false],
    ['"use strict', false],
    ["/regular expression/", false],
    ['("use strict"); go()', false],
    ['go(); "use strict";', false],
  ])("%j: strict %s", (text, strict) => {
    expect(place(text)).toEqual({ offset: 0, strict });
  });

  it("is behind a byte order mark and a hashbang line", () => {
    expect(place('\ufeff"use strict";')).toEqual({ offset: 3, strict: true });
    expect(place("#!/usr/bin/ż\ngo()")).toEqual({ offset: 14, strict: false });
    expect(place("\ufeff#!x\r\n'use strict';")).toEqual({ offset: 7, strict: true });
  });

  it.each([
    "",
    "/* a licence",
    "// a licence",
    '"use str',
    '"use strict"',
    '"use strict"\nin',
    "#",
    "#!x",
    "/",
    "  ",
  ])("is not known yet after %j", (text) => {
    expect(place(text, false)).toBeNull();
  });

  it("is the same however the script is cut", () => {
    const texts = [
      '/* ż */ "use strict";\nfunction go() {}',
      "/* ż */ go();",
      '#!x\n"use asm"\n"use strict"\n(1)',
    ];
    for (const text of texts) {
      const all = bytes(text);
      for (let end = 0; end < all.length; end += 1) {
        const early = findPreludePlace(all.subarray(0, end), false);
        if (early !== null) expect(early, `${text} after ${end} bytes`).toEqual(place(text));
      }
    }
  });
});
