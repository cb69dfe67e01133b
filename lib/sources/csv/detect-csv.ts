import iconv from "iconv-lite";
import type { CsvFormat } from "./csv-format";
import { CsvRefusal } from "./csv-problem";
import { detectDelimiter } from "./detect-delimiter";
import { detectEncoding } from "./detect-encoding";
import { detectQuote } from "./detect-quote";
import { refuseOtherFiles } from "./refuse-other-files";

// A few hundred rows; enough for a delimiter, and quick whatever is uploaded.
const SAMPLE_CHARS = 65_536;

// Control characters a text file has no use for. Random bytes have one in ten, real text none or a stray few.
const MAX_CONTROL_SHARE = 0.05;
const STRAY_CONTROLS = 8;

export type DetectCsvOptions = {
  /** False when `head` is only the file's beginning, which may end within a character or a row. */
  isWhole: boolean;
};

/**
 * Recognises how a CSV file is written from its head (`CSV_HEAD_BYTES` are enough). Always gives a best guess for
 * text; throws `CsvRefusal` for `empty`, `zip_file` and `binary_file`.
 */
export function detectCsv(head: Uint8Array, { isWhole }: DetectCsvOptions): CsvFormat {
  refuseOtherFiles(head);
  const encoding = detectEncoding(head, { isWhole });
  const text = iconv.decode(Buffer.from(head), encoding);
  if (text.trim() === "") throw new CsvRefusal("empty");
  refuseBinary(text);
  const sample = text.slice(0, SAMPLE_CHARS);
  const quote = detectQuote(sample);
  const isCut = !isWhole || sample.length < text.length;
  return { encoding, quote, delimiter: detectDelimiter(sample, { quote, isCut }) };
}

function refuseBinary(text: string): void {
  let controls = 0;
  for (let at = 0; at < text.length; at += 1) if (isControl(text.charCodeAt(at))) controls += 1;
  if (controls <= STRAY_CONTROLS || controls <= text.length * MAX_CONTROL_SHARE) return;
  throw new CsvRefusal("binary_file", { found: "unknown" });
}

// Tab, line feed, vertical tab, form feed and carriage return (9 to 13) belong to text.
function isControl(unit: number): boolean {
  return unit < 9 || (unit > 13 && unit < 32) || unit === 127;
}
