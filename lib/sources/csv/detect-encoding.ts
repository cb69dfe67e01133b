import { isUtf8 } from "node:buffer";
import type { CsvEncoding } from "./csv-format";
import { detectCodePage } from "./detect-code-page";
import { encodingOfMark } from "./refuse-other-files";

// Text in European letters has a zero in nearly every second byte as UTF-16, and none as anything else.
const UTF16_ZERO_SHARE = 0.4;

// Text of an 8-bit code page is valid UTF-8 by accident only; a UTF-8 file may hold a damaged character or two.
const UTF8_DAMAGE_SHARE = 0.1;

type Head = {
  /** False when the head may end within a character. */
  isWhole: boolean;
};

/** The most likely encoding of a text: its byte order mark, UTF-16 by its zeros, valid UTF-8, or a code page. */
export function detectEncoding(head: Uint8Array, { isWhole }: Head): CsvEncoding {
  const marked = encodingOfMark(head);
  if (marked) return marked;
  const evenZeros = zeroShare(head, 0);
  const oddZeros = zeroShare(head, 1);
  if (oddZeros > UTF16_ZERO_SHARE && oddZeros > evenZeros * 2) return "utf-16le";
  if (evenZeros > UTF16_ZERO_SHARE && evenZeros > oddZeros * 2) return "utf-16be";
  const bytes = isWhole ? head : withoutCutCharacter(head);
  return isUtf8(bytes) || isDamagedUtf8(bytes) ? "utf-8" : detectCodePage(bytes);
}

function zeroShare(bytes: Uint8Array, from: 0 | 1): number {
  let zeros = 0;
  for (let at = from; at < bytes.length; at += 2) if (bytes[at] === 0) zeros += 1;
  return bytes.length < 2 ? 0 : zeros / Math.ceil((bytes.length - from) / 2);
}

/** The bytes without a UTF-8 character that has begun within the last three of them and does not end there. */
function withoutCutCharacter(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    const isContinuation = (byte & 0xc0) === 0x80;
    if (isContinuation) continue;
    const width = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return width > back ? bytes.subarray(0, bytes.length - back) : bytes;
  }
  return bytes;
}

function isDamagedUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder("utf-8").decode(bytes);
  const foreign = text.match(/[^\0-\x7f]/gu)?.length ?? 0;
  const damaged = text.match(/\ufffd/g)?.length ?? 0;
  return damaged <= foreign * UTF8_DAMAGE_SHARE;
}
