import { cutText } from "@/lib/cut-text";
import { toNameKey } from "@/lib/to-name-key";

const LONGEST = 100;

/** "Copy of X", and where that is taken "Copy of X (2)" and so on; X is cut where it would get too long. */
export function copyName(prefix: string, name: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const ending = number === 1 ? "" : ` (${number})`;
    const copy = `${prefix} ${cutText(name, LONGEST - prefix.length - 1 - ending.length)}${ending}`;
    if (!taken.has(toNameKey(copy))) return copy;
  }
}
