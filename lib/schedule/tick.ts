import { beginDue } from "./begin-due";
import { readClock } from "./clock";
import { noticeDue } from "./notice-due";

/**
 * One round of the scheduler: notices which instants have come, then begins what they are about. Any number of
 * processes may make rounds at once; each instant is noticed once and begun once (decision 28).
 */
export async function tick(now?: Date): Promise<void> {
  const at = now ?? (await readClock());
  await noticeDue(at);
  await beginDue(at);
}
