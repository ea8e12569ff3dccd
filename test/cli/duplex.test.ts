import { spawn, spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toSessionFile } from "../../src/core/export/to-session-file.ts";
import { createSession } from "../../src/core/model/session.ts";
import { createBatchWriter } from "../../src/core/wire/batch-writer.ts";

const TSX = ["--import", "tsx", "cli/duplex.ts"];
const folder = mkdtempSync(join(tmpdir(), "duplex-cli-"));
const large = join(folder, "large.duplex");

function run(args: readonly string[], input?: Uint8Array) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...TSX, ...args], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    ...(input === undefined ? {} : { input }),
  });
  return { status, stdout, stderr };
}

beforeAll(() => {
  const writer = createBatchWriter();
  for (let index = 0; index < 20_000; index += 1)
    writer.message(index, 1, 0, `message ${index}`, null, "", "");
  const session = createSession();
  session.accept(writer.take("a", 0));
  const about = { name: "", startedAt: null, exportedAt: 0, version: "0" };
  writeFileSync(large, gzipSync([...toSessionFile(session, about)].join("")));
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("duplex analyse", { timeout: 30_000 }, () => {
  it("prints nothing but JSON with --json", () => {
    const { status, stdout, stderr } = run(["analyse", "test/fixtures/har/playwright.har", "--json"]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      connections: [{ kind: "websocket" }, { kind: "http" }],
      messages: [],
    });
    expect(stderr).toContain("1 message was left out: no time (log.entries[0]._webSocketMessages[2]).");
  });

  it("prints every message with --messages, more than a pipe holds", () => {
    const { stdout } = run(["analyse", "--messages", "--json", large]);
    expect(JSON.parse(stdout).messages).toHaveLength(20_000);
  });

  it("reads Protocol Buffers by the schemas that are named", () => {
    const har = "test/fixtures/har/connect-stream.har";
    // The path of the call says which message it gives.
    const read = run(["analyse", har, "--json", "--messages", "--schema", "test/fixtures/har/chat.proto"]);
    const { messages } = JSON.parse(read.stdout) as { messages: { summary: string }[] };
    expect(messages[0]?.summary).toMatch(/^Heard text: "hi 0"/);
  });

  it("says which type no schema declares", () => {
    const args = ["--schema", "test/fixtures/har/chat.proto", "--type", "sent=lab.chat.None"];
    const { status, stderr } = run(["analyse", "test/fixtures/har/connect-stream.har", ...args]);
    expect([status, stderr]).toEqual([1, "duplex: No schema declares the type lab.chat.None.\n"]);
  });

  it("prints tables for people", () => {
    const { status, stdout } = run(["analyse", "test/fixtures/session-files/v1.duplex", "--messages"]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^A sample of version 1\n3 connections, 6 messages/);
    expect(stdout).toContain('{"hello":"you"}');
  });

  it("reads standard input, packed or not", () => {
    const har = readFileSync("test/fixtures/har/chrome.har");
    for (const input of [har, gzipSync(har)]) {
      expect(JSON.parse(run(["analyse", "-", "--json"], input).stdout).connections).toHaveLength(4);
    }
  });

  it.each([
    [["analyse", "nowhere.har"], 1, "duplex: nowhere.har: There is no such file."],
    [["analyse", "test"], 1, "duplex: test: This is a folder, not a file."],
    [["analyse", "package.json"], 1, "duplex: package.json: This is not a HAR: it has no log.entries."],
    [["analyse", "README.md", "--json"], 1, "duplex: README.md: "],
    [["analyse"], 2, "duplex: The file to analyse is missing."],
    [["analyse", "a", "b"], 2, "duplex: Only one file can be analysed at a time."],
    [["analyse", "a", "--yaml"], 2, "duplex: Unknown option '--yaml'"],
    [["look", "a"], 2, 'duplex: There is no command "look".'],
    [[], 2, "duplex: There is no command."],
  ] as const)("answers %j with exit status %i", (args, status, problem) => {
    const result = run(args);
    expect(result).toMatchObject({ status, stdout: "" });
    expect(result.stderr).toContain(problem);
  });

  it.skipIf(!existsSync("/dev/full"))("says in a sentence that its output cannot be written", () => {
    const full = openSync("/dev/full", "w");
    const { status, stderr } = spawnSync(process.execPath, [...TSX, "analyse", large, "--messages"], {
      encoding: "utf8",
      stdio: ["ignore", full, "pipe"],
    });
    closeSync(full);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: "duplex: The output cannot be written: no space is left on the device.\n",
    });
  });

  it("says nothing on standard error, however often it waits for the one who reads", () => {
    const command = `"$0" --import tsx cli/duplex.ts analyse --json --messages "$1" | wc -l`;
    const { status, stdout, stderr } = spawnSync("sh", ["-c", command, process.execPath, large], {
      encoding: "utf8",
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(Number(stdout)).toBeGreaterThan(20_000);
  });

  it("run by npm, reads the file where the user stands, and not one of its name in the package", {
    timeout: 120_000,
  }, () => {
    writeFileSync(join(folder, "package.json"), '{"log":{"entries":[]}}');
    const there = { INIT_CWD: folder, npm_lifecycle_event: "analyse", npm_package_name: "duplex-devtools" };
    const status = (env: object, file: string) =>
      spawnSync(process.execPath, [...TSX, "analyse", file], { env: { ...process.env, ...env } }).status;
    expect(status(there, "package.json")).toBe(0);
    expect(status({ ...there, npm_package_name: "another" }, "package.json")).toBe(1);
    expect(status({ ...there, npm_lifecycle_event: "" }, "package.json")).toBe(1);
  });

  it("ends in peace when nobody reads on", async () => {
    const child = spawn(process.execPath, [...TSX, "analyse", large, "--messages"], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stderr = "";
    child.stderr.on("data", (text) => {
      stderr += text;
    });
    child.stdout.once("data", () => child.stdout.destroy());
    const status = await new Promise((resolve) => child.once("close", resolve));
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });
});

describe("duplex", { timeout: 30_000 }, () => {
  it("tells its version and its use", () => {
    const { version } = JSON.parse(readFileSync("package.json", "utf8"));
    expect(run(["--version"])).toEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
    expect(run(["--help"]).stdout).toMatch(/^Usage: duplex analyse FILE/);
  });
});
