import iconv from "iconv-lite";
import type { CsvEncoding } from "./csv-format";
import { CsvRefusal } from "./csv-problem";
import { encodingOfMark, refuseOtherFiles, SIGNATURE_BYTES } from "./refuse-other-files";

// Large enough that parsing a block costs more than starting the parser, small enough to stay in cache.
const BLOCK_BYTES = 65_536;

/**
 * Turns the bytes of a file into UTF-8 blocks of about 64 KiB that never cut a character or a CRLF; the byte order
 * mark is taken off and what cannot be decoded becomes U+FFFD. Throws a refusal when the first bytes belong to
 * another kind of file or their mark contradicts `encoding`.
 */
export async function* decodeText(
  chunks: AsyncIterable<Uint8Array>,
  encoding: CsvEncoding,
): AsyncGenerator<Buffer> {
  const decoder = iconv.getDecoder(encoding);
  let text = "";
  for await (const slice of slices(chunks, encoding)) {
    text += decoder.write(slice);
    if (text.length < BLOCK_BYTES) continue;
    const end = isFirstHalf(text.charCodeAt(text.length - 1)) ? text.length - 1 : text.length;
    yield toUtf8(text.slice(0, end), encoding);
    text = text.slice(end);
  }
  text += decoder.end() ?? "";
  if (text.length > 0) yield toUtf8(text, encoding);
}

async function* slices(chunks: AsyncIterable<Uint8Array>, encoding: CsvEncoding): AsyncGenerator<Buffer> {
  let start: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of chunks) {
    let bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (start) {
      bytes = Buffer.concat([start, bytes]);
      start = bytes.length < SIGNATURE_BYTES ? bytes : undefined;
      if (start) continue;
      checkStart(bytes, encoding);
    }
    for (let at = 0; at < bytes.length; at += BLOCK_BYTES) yield bytes.subarray(at, at + BLOCK_BYTES);
  }
  if (!start) return;
  checkStart(start, encoding);
  yield start;
}

function checkStart(start: Buffer, encoding: CsvEncoding): void {
  refuseOtherFiles(start);
  const marked = encodingOfMark(start);
  if (marked && marked !== encoding) throw new CsvRefusal("wrong_encoding", { encoding, line: 1 });
}

// CR may be followed by LF, a high surrogate must be followed by a low one.
function isFirstHalf(unit: number): boolean {
  return unit === 13 || (unit >= 0xd800 && unit <= 0xdbff);
}

// ISO 8859-2 gives 0x80–0x9F to control codes no text holds: there, they are Windows letters (š, ž, „) read wrongly.
function toUtf8(text: string, encoding: CsvEncoding): Buffer {
  return Buffer.from(encoding === "iso-8859-2" ? text.replace(/[\x80-\x9f]/g, "\ufffd") : text);
}
