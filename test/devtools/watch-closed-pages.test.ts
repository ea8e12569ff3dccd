import { expect, it, vi } from "vitest";
import { watchClosedPages } from "../../src/devtools/watch-closed-pages.ts";

const TAB = 7;

function watch(pageUrl: () => Promise<string>) {
  const closed = vi.fn();
  let listener: (id: number, change: object, tab: object) => unknown = () => {};
  const tabs = {
    onUpdated: {
      addListener(it: never) {
        listener = it;
      },
    },
  };
  watchClosedPages(tabs as never, TAB, pageUrl, closed);
  return { closed, updated: (status?: string, id = TAB) => listener(id, { status }, { incognito: true }) };
}

it("tells of a page that answers nothing, once it is there", async () => {
  const { closed, updated } = watch(async () => "");
  await updated("loading");
  await updated();
  expect(closed).not.toHaveBeenCalled();
  await updated("complete");
  expect(closed.mock.calls).toEqual([[true]]);
});

it("tells of no other page, and of no other tab's", async () => {
  const open = watch(async () => "https://a.example/");
  await open.updated("complete");
  expect(open.closed).not.toHaveBeenCalled();
  const other = watch(async () => "");
  await other.updated("complete", TAB + 1);
  expect(other.closed).not.toHaveBeenCalled();
});

it("tells nothing of a page that is being left by the time of the answer", async () => {
  let answer: (url: string) => void = () => {};
  const { closed, updated } = watch(
    () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  );
  const told = updated("complete");
  await updated("loading");
  answer("");
  await told;
  expect(closed).not.toHaveBeenCalled();
});
