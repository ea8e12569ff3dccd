/** What is said by, or about, the script that runs in a sandbox. */
export type SandboxWord =
  /** The script itself said so. */
  | { readonly text: string }
  /** It has an error, at a line of its source (0: not known). */
  | { readonly error: string; readonly line: number };

/**
 * A document of an origin of its own whose policy lets it load and reach nothing, in which one script at a time runs in a Worker. Only
 * texts come out of it, of bounded length, and no more of them than were asked for.
 */
export interface Sandbox {
  /** Starts a script, in the place of the one before. It may say one text, then one for each that is asked. */
  start(source: string, hear: (word: SandboxWord) => void): void;
  /** Sends it a message, to which it may say so many texts. */
  ask(message: unknown, texts: number): void;
  /** Ends the script, whatever it is at. */
  stop(): void;
  /** Takes the document away. */
  close(): void;
}
