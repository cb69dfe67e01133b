import { parse } from "csv-parse/sync";
import { csvDelimiters, type CsvFormat } from "./csv-format";

// A delimiter that works for fifty records works for the file.
const SAMPLE_RECORDS = 50;

type Sample = {
  quote: CsvFormat["quote"];
  /** The text's last record may be incomplete. */
  isCut: boolean;
};

/**
 * The delimiter that cuts most records into as many cells as the header, and of equals the one that gives more cells.
 * A comma for a file of one column. Excel's hint in the first line (`sep=;`) decides by itself.
 */
export function detectDelimiter(text: string, { quote, isCut }: Sample): CsvFormat["delimiter"] {
  const hint = /^sep=([,;\t|])\s*?$/im.exec(text.slice(0, 8))?.[1];
  const hinted = csvDelimiters.find((delimiter) => delimiter === hint);
  if (hinted) return hinted;
  const scored = csvDelimiters.map((delimiter) => ({
    delimiter,
    ...score(text, { delimiter, quote, isCut }),
  }));
  scored.sort((one, other) => other.agreement - one.agreement || other.cells - one.cells);
  return scored[0]?.delimiter ?? ",";
}

type Score = {
  /** Share of records that have as many cells as the header; 0 when the header has only one. */
  agreement: number;
  cells: number;
};

function score(text: string, { delimiter, quote, isCut }: Sample & Pick<CsvFormat, "delimiter">): Score {
  const records = parse(text, {
    delimiter,
    quote,
    escape: quote,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    // A quote left open at the end of a sample is no reason to judge nothing.
    skip_records_with_error: true,
    to: SAMPLE_RECORDS,
  });
  if (isCut && records.length > 1 && records.length < SAMPLE_RECORDS) records.pop();
  const cells = records[0]?.length ?? 0;
  if (cells < 2) return { agreement: 0, cells };
  return { agreement: records.filter((record) => record.length === cells).length / records.length, cells };
}
