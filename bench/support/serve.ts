import { readFileSync } from "node:fs";
import path from "node:path";
import { buildWhenSourcesChanged } from "@/scripts/build";
import { startPart, stopParts, waitForAnswer } from "@/scripts/processes";
import { atEnd, say } from "./run-bench";

export interface Web {
  baseUrl: string;
  pid: number;
}

/** The production build, served by one web process over the installation that is open. */
export async function serve(folder: string, port: number): Promise<Web> {
  buildWhenSourcesChanged(() => say("Building the app…"));
  const args = ["node_modules/next/dist/bin/next", "start", "-H", "127.0.0.1", "-p", String(port)];
  const web = startPart("web", args, { env: process.env, logFile: path.join(folder, "web.log") });
  atEnd(() => stopParts([web]));
  await waitForAnswer(web, `http://127.0.0.1:${port}/api/health/ready`);
  return { baseUrl: `http://localhost:${port}`, pid: web.child.pid ?? 0 };
}

/** The end of what the web process said, which is gone with the folder. */
export function logOf(folder: string): string {
  return readFileSync(path.join(folder, "web.log"), "utf8").split("\n").slice(-8).join("\n");
}
