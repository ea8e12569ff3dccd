import { type ChildProcess, execFile, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { constants } from "node:os";
import { promisify } from "node:util";
import { until } from "./until.ts";

/** The end of what the browser wrote to stderr; enough to say why it did not start. */
const STDERR_KEPT_CHARACTERS = 4000;

/** Chromium's complaints about a container without D-Bus: many, and never the reason. */
const BUS_NOISE = /^.*ERROR:dbus\/.*\n?/gm;

export interface BrowserProcess {
  child: ChildProcess;
  /** Resolves when the first process has ended. */
  exited: Promise<void>;
  /** Everything written to stderr so far, cut to its end. */
  stderr(): string;
  /** Ends every process of the tree at once, as a crash or a power cut would; resolves when all are gone. */
  kill(): Promise<void>;
}

/** A running process as the table of the system has it. */
export interface ProcessRow {
  pid: number;
  parent: number;
  group: number;
  state: string;
}

const alive = new Set<ChildProcess>();

/** Starts a browser as the leader of a process group of its own, so that all of it can be ended together. */
export function startBrowserProcess(path: string, args: string[], pipes: boolean, env = {}): BrowserProcess {
  const child = spawn(path, args, {
    stdio: ["ignore", "ignore", "pipe", ...(pipes ? (["pipe", "pipe"] as const) : [])],
    detached: process.platform !== "win32",
    env: { ...process.env, ...env },
  });
  let text = "";
  child.stderr?.on("data", (chunk) => {
    text = (text + String(chunk).replace(BUS_NOISE, "")).slice(-STDERR_KEPT_CHARACTERS);
  });
  const exited = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", (error) => {
      text += error.message;
      resolve();
    });
  });
  endWithThisProcess(child);
  return { child, exited, stderr: () => text, kill: () => killTree(child, exited) };
}

/** A group of its own no longer hears Ctrl-C, so browsers are ended with us, however we end. */
function endWithThisProcess(child: ChildProcess): void {
  if (alive.size === 0) {
    process.on("exit", endAll);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, endOnSignal);
  }
  alive.add(child);
  child.once("exit", () => {
    alive.delete(child);
    if (alive.size > 0) return;
    process.off("exit", endAll);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.off(signal, endOnSignal);
  });
}

function endAll(): void {
  for (const child of alive) signalGroup(child);
}

function endOnSignal(signal: NodeJS.Signals): void {
  // Whoever listens besides us wants to end things in order, and will.
  if (process.listenerCount(signal) > 1) return;
  endAll();
  // Not the signal once more: only an exit lets temporary profiles be removed.
  process.exit(128 + constants.signals[signal]);
}

function signalGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill("SIGKILL");
    else process.kill(-child.pid, "SIGKILL");
  } catch {
    // Already gone.
  }
}

async function killTree(child: ChildProcess, exited: Promise<void>): Promise<void> {
  const root = child.pid;
  if (root === undefined) return;
  if (process.platform === "win32") {
    await promisify(execFile)("taskkill", ["/pid", String(root), "/T", "/F"]).catch(() => {});
    await exited;
    return;
  }
  const doomed = new Set(findTree(await listProcesses(), root));
  signalGroup(child);
  await until("the browser's processes to be gone", async () => {
    const left = (await listProcesses()).filter((row) => doomed.has(row.pid) || row.group === root);
    for (const row of left) {
      try {
        process.kill(row.pid, "SIGKILL");
      } catch {
        // Gone between the two lines.
      }
    }
    return left.length === 0;
  });
  await exited;
}

/** The process, everything in its group and everything that descends from it. */
export function findTree(rows: readonly ProcessRow[], root: number): number[] {
  const found = new Set(rows.filter((row) => row.pid === root || row.group === root).map((row) => row.pid));
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const row of rows) if (found.has(row.parent)) found.add(row.pid);
  }
  return [...found];
}

/** Everything that runs; zombies are left out, since in a container nobody may ever collect them. */
export async function listProcesses(): Promise<ProcessRow[]> {
  const rows = process.platform === "linux" ? await readProc() : await askPs();
  return rows.filter((row) => !/^[ZX]/.test(row.state));
}

/**
 * How many threads of these processes run, wait for a processor or for the disk at this moment; 0 on systems that do not
 * say. Read without a pause between, so that work which one thread hands to the next is seen with either of them.
 */
export function countBusyThreads(pids: readonly number[]): number {
  if (process.platform !== "linux") return 0;
  const threads = pids.flatMap((pid) =>
    orNothing(() => readdirSync(`/proc/${pid}/task`), []).map((it) => `${pid}/task/${it}`),
  );
  const rows = threads.map((it) =>
    parseProcStat(orNothing(() => readFileSync(`/proc/${it}/stat`, "utf8"), "")),
  );
  return rows.filter((row) => row !== null && /^[RD]/.test(row.state)).length;
}

/** What is read of a process that may be gone by now. */
function orNothing<T>(read: () => T, nothing: T): T {
  try {
    return read();
  } catch {
    return nothing;
  }
}

/** `/proc`, because the slim containers have no `ps`. */
async function readProc(): Promise<ProcessRow[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const rows = await Promise.all(
    pids.map(async (pid) => parseProcStat(await readFile(`/proc/${pid}/stat`, "utf8").catch(() => ""))),
  );
  return rows.filter((row) => row !== null);
}

/** One line of `/proc/PID/stat`; the name in brackets may hold spaces and brackets itself. */
export function parseProcStat(line: string): ProcessRow | null {
  const rest = /^(\d+) \(.*\) (\S) (\d+) (\d+) /s.exec(line);
  if (!rest) return null;
  return { pid: Number(rest[1]), state: String(rest[2]), parent: Number(rest[3]), group: Number(rest[4]) };
}

async function askPs(): Promise<ProcessRow[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid=,pgid=,stat="]);
  return stdout.split("\n").flatMap((line) => {
    const [pid, parent, group, state] = line.trim().split(/\s+/);
    return state ? [{ pid: Number(pid), parent: Number(parent), group: Number(group), state }] : [];
  });
}
