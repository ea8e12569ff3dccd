import { signal } from "@preact/signals";
import { describe, expect, test } from "vitest";
import type { EngineCall } from "../../../src/core/wire/engine-api.ts";
import type { EngineStatus } from "../../../src/core/wire/engine-status.ts";
import { WorkStopped } from "../../../src/core/wire/work-stopped.ts";
import { createNoticeStore } from "../../../src/panel/store/notices.ts";

describe("what is left of work that was stopped", () => {
  test.each([
    ["open-session", /still shown/],
    ["import", /[Nn]othing of it was kept/],
    ["export", /No file was made/],
    ["delete-session", /All of the session is still there/],
  ] satisfies [EngineCall, RegExp][])("is said of %s", (call, says) => {
    const store = createNoticeStore(signal<EngineStatus | null>(null));
    store.fail(new WorkStopped(call));
    expect(store.notices.value).toEqual([
      { id: "stopped", severity: "info", text: expect.stringMatching(says) },
    ]);
  });

  test("is said no longer when another session is shown", () => {
    const status = signal({ session: { id: "kept" }, notices: [] } as unknown as EngineStatus);
    const store = createNoticeStore(status);
    store.fail(new WorkStopped("export"));
    store.fail(new Error("No file."));
    status.value = { ...status.value };
    expect(store.notices.value).toHaveLength(2);
    status.value = { session: { id: "live" }, notices: [] } as unknown as EngineStatus;
    expect(store.notices.value.map(({ text }) => text)).toEqual(["No file."]);
  });

  test("is said of the last alone, and of nothing else that ends early", () => {
    const store = createNoticeStore(signal<EngineStatus | null>(null));
    store.fail(new WorkStopped("rows"));
    expect(store.notices.value).toEqual([]);
    store.fail(new WorkStopped("import"));
    store.fail(new WorkStopped("export"));
    expect(store.notices.value).toHaveLength(1);
  });
});
