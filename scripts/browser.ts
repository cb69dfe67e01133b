import { existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type LaunchOptions, chromium } from "@playwright/test";
import { root } from "./paths";

// Nothing of a test may depend on the network, and Chromium asks for a lot on its own.
const QUIET = [
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-gpu",
];

const SYSTEM = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"].map(
  (name) => `/usr/bin/${name}`,
);

/** The headless shell inside a package (Linux on x64), unpacked once into a folder of its version. */
async function packagedChromium(): Promise<string> {
  const manifest = path.join(root, "node_modules/@sparticuz/chromium/package.json");
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  const folder = path.join(root, `node_modules/.cache/chromium-${version}`);
  mkdirSync(folder, { recursive: true });
  const before = process.env.TMPDIR;
  // It unpacks to the temporary folder and takes whatever lies there for its own.
  process.env.TMPDIR = folder;
  try {
    const { default: packaged } = await import("@sparticuz/chromium");
    return await packaged.executablePath();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}

/** Which Chromium to drive: CHROMIUM_PATH, Playwright's own download, the packaged one, or the system's. */
export async function chromiumLaunch(): Promise<LaunchOptions> {
  const options = { args: QUIET, chromiumSandbox: process.getuid?.() !== 0 };
  if (process.env.CHROMIUM_PATH) return { ...options, executablePath: process.env.CHROMIUM_PATH };
  if (existsSync(chromium.executablePath())) return options;
  if (process.platform === "linux" && process.arch === "x64")
    return { ...options, chromiumSandbox: false, executablePath: await packagedChromium() };
  const executablePath = SYSTEM.find((file) => existsSync(file));
  if (executablePath) return { ...options, executablePath };
  throw new Error("No Chromium found: run `npx playwright install chromium`, or set CHROMIUM_PATH.");
}
