import { runSteps, type Step } from "./run-steps.ts";

/** Everything but the browser tests. Each step says what mends it. */
const STEPS: Step[] = [
  { name: "types", command: ["npx", "tsc", "-p", "tsconfig.json"] },
  {
    name: "core without a browser",
    command: ["npx", "tsc", "-p", "tsconfig.core.json"],
    mend: "src/core may use ECMAScript alone, and what src/core/platform.d.ts lists",
  },
  {
    name: "lint and format",
    command: ["npx", "biome", "check", "--error-on-warnings", "."],
    mend: "npm run format",
  },
  { name: "build", command: ["npm", "run", "--silent", "build"] },
  {
    name: "size of the hook",
    command: ["npx", "tsx", "tooling/check-size.ts"],
    mend: "it runs in every page: leave something out, or shorten names in tooling/short-names.ts",
  },
  {
    name: "Firefox's linter",
    command: [
      "npx",
      "web-ext",
      "lint",
      "--source-dir",
      "dist/firefox",
      "--warnings-as-errors",
      "--no-config-discovery",
    ],
  },
  {
    name: "unit tests",
    command: ["npx", "vitest", "run", "--project", "unit"],
    mend: "npm run test:unit -- FILE",
  },
];

process.exitCode = (await runSteps(STEPS)) ? 0 : 1;
