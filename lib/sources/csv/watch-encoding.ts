import type { CsvEncoding } from "./csv-format";
import type { CsvItem } from "./csv-item";
import { CsvRefusal } from "./csv-problem";

// A few damaged rows in a good file are theirs to report; one row in ten says that the encoding was chosen wrongly.
const MIN_UNDECODABLE_ROWS = 10;
const UNDECODABLE_SHARE = 0.1;

/** Counts rows that cannot be decoded. */
export type EncodingWatch = {
  see(items: CsvItem[]): void;
  /** To be called at the end of the file. */
  close(): void;
};

/**
 * Watches a file being read and throws `wrong_encoding`, with the line of the first such row, as soon as ten rows and
 * a tenth of those seen cannot be decoded, or at the end if no row could be.
 */
export function watchEncoding(encoding: CsvEncoding): EncodingWatch {
  let seen = 0;
  let undecodable = 0;
  let firstLine = 0;
  const refusal = () => new CsvRefusal("wrong_encoding", { encoding, line: firstLine });

  return {
    see(items) {
      for (const item of items) {
        if (item.kind === "header") continue;
        seen += 1;
        if (item.kind === "row" || item.code !== "undecodable") continue;
        undecodable += 1;
        firstLine ||= item.line;
        if (undecodable >= MIN_UNDECODABLE_ROWS && undecodable >= seen * UNDECODABLE_SHARE) throw refusal();
      }
    },
    close() {
      if (undecodable > 0 && undecodable === seen) throw refusal();
    },
  };
}
