import { toNameKey } from "@/lib/to-name-key";

const LONGEST = 100;

/** The first so many UTF-16 units of `text`, without half a character at the end. */
function cut(text: string, units: number): string {
  let kept = "";
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (kept.length + segment.length > units) break;
    kept += segment;
  }
  return kept.trim();
}

/** "Copy of X", and where that is taken "Copy of X (2)" and so on; X is cut where it would get too long. */
export function copyName(prefix: string, name: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const ending = number === 1 ? "" : ` (${number})`;
    const copy = `${prefix} ${cut(name, LONGEST - prefix.length - 1 - ending.length)}${ending}`;
    if (!taken.has(toNameKey(copy))) return copy;
  }
}
