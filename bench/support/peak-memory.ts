import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

const LOOK_EVERY_MS = 200;

/** Answers the most memory a process has held since its start, in MB: the kernel's own mark where there is one. */
export function watchPeak(pid: number): () => number {
  const status = `/proc/${pid}/status`;
  if (existsSync(status)) return () => kilobytes(/VmHWM:\s+(\d+)/.exec(readFileSync(status, "utf8"))?.[1]);
  // Elsewhere it is looked at five times a second, so that a short peak may be missed.
  let peak = 0;
  const look = () => {
    const { stdout } = spawnSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" });
    peak = Math.max(peak, kilobytes(stdout));
  };
  setInterval(look, LOOK_EVERY_MS).unref();
  return () => {
    look();
    return peak;
  };
}

function kilobytes(text: string | undefined): number {
  return Math.round(Number(text ?? 0) / 1_024);
}
