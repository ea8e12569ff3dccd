import { expect, it } from "vitest";
import { shapeOf } from "../../../src/panel/view/use-shape.ts";

it("puts the detail below the list where there is height for both and no width", () => {
  expect(shapeOf(0, 0)).toBe("wide");
  expect(shapeOf(320, 900)).toBe("narrow");
  expect(shapeOf(700, 571)).toBe("tall");
  expect(shapeOf(900, 400)).toBe("wide");
  expect(shapeOf(1300, 750)).toBe("wide");
});
