import type { World } from "../world.ts";
import { saveSnapshot } from "./save-snapshot.ts";

// Long enough to gather the changes of a burst, short enough to lose little in a crash.
const quietMs = 1000;

export interface SnapshotKeeper {
  changed(): void;
  close(): Promise<void>;
}

/** Saves some moments after a change, one save at a time, and once more when closed. */
export function keepSnapshot(world: () => World, file: string): SnapshotKeeper {
  let timer: NodeJS.Timeout | undefined;
  let saving: Promise<void> | undefined;
  let dirty = false;

  const save = async () => {
    timer = undefined;
    await saving;
    dirty = false;
    saving = saveSnapshot(world(), file).catch((error: unknown) => {
      dirty = true;
      process.stderr.write(`emulator: the snapshot could not be saved: ${String(error)}\n`);
    });
    await saving;
  };
  return {
    changed() {
      dirty = true;
      timer ??= setTimeout(() => void save(), quietMs).unref();
    },
    async close() {
      clearTimeout(timer);
      await saving;
      if (dirty) await save();
    },
  };
}
