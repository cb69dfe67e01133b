import { spawnSync } from "node:child_process";
import { mkdirSync, statfsSync, unlinkSync, writeFileSync } from "node:fs";
import path from "node:path";

function run(command: string, ...args: string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed: ${stderr || error?.message}`);
}

/** A disk of so many MB in memory, mounted at `folder` until the end of the file. Throws where that is not allowed. */
export function mountSmallDisk(folder: string, megabytes: number): void {
  mkdirSync(folder, { recursive: true });
  run("mount", "-t", "tmpfs", "-o", `size=${megabytes}m,mode=755`, "tmpfs", folder);
}

/** Unmounts what `mountSmallDisk` has mounted; whatever used it has ended. */
export function unmountSmallDisk(folder: string): void {
  run("umount", folder);
}

/** Fills the disk of `folder` up to so many bytes. Answers what makes it free again. */
export function fillDisk(folder: string, leftBytes: number): () => void {
  const { bavail, bsize } = statfsSync(folder);
  const filler = path.join(folder, "filler");
  writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - leftBytes), 1));
  return () => unlinkSync(filler);
}
