/** What a part of the benchmark needs. */
export interface PartOptions {
  readonly url: string;
  readonly extensionDir: string;
  readonly rounds: number;
  readonly quick: boolean;
  /** Hears how it goes. */
  readonly say: (line: string) => void;
}
