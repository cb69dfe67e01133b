import iconv from "iconv-lite";
import type { CsvEncoding } from "./csv-format";

/** Letters beyond ASCII of each language a code page was made for, the most frequent first. */
const alphabets = {
  central: [
    "áéöóőíüúű", // Hungarian
    "íáéěřšžýčůúóťďň", // Czech
    "áíéúýčšžľťôňóäďĺŕ", // Slovak
    "łąęóżśćźń", // Polish
    "čšžćđ", // Croatian, Slovenian
    "ăâîşţ", // Romanian
    "äüößé", // German
  ],
  western: [
    "éèàêçôîûâùïëüœ", // French
    "óíáéñúü", // Spanish
    "ãáçéíóêõâúàô", // Portuguese
    "àèùòéì", // Italian
    "åäöøæéü", // Nordic
    "éëïöüèê", // Dutch
    "äüößé", // German
  ],
};

type CodePage = { encoding: CsvEncoding; languages: string[] };

// Of equals the first wins: a lone 0xF5 or 0xFB is ő or ű, since õ and û hardly come without ã, ç or è.
const codePages: CodePage[] = [
  { encoding: "windows-1250", languages: alphabets.central },
  { encoding: "iso-8859-2", languages: alphabets.central },
  { encoding: "windows-1252", languages: alphabets.western },
];

// Natural logarithm of how rarely a language's text has a letter that is not its own.
const FOREIGN_LETTER = Math.log(0.001);

/**
 * The 8-bit code page under which a text's letters look most like those of one language. Where it makes no difference
 * to the bytes at hand, windows-1252, the commonest. Bytes 0x80–0x9F are letters and marks on Windows only.
 */
export function detectCodePage(bytes: Uint8Array): CsvEncoding {
  const counts = countByte(bytes);
  const isWindows = counts.some((count, byte) => count > 0 && byte >= 0x80 && byte <= 0x9f);
  const candidates = codePages.filter(({ encoding }) => !(isWindows && encoding === "iso-8859-2"));
  const scored = candidates.map(({ encoding, languages }) => {
    const letters = countLetters(counts, encoding);
    return { encoding, score: Math.max(...languages.map((language) => likelihood(letters, language))) };
  });
  const best = scored.reduce((one, other) => (other.score > one.score ? other : one));
  return readsTheSame(counts, best.encoding, "windows-1252") ? "windows-1252" : best.encoding;
}

function countByte(bytes: Uint8Array): number[] {
  const counts = Array.from({ length: 256 }, () => 0);
  for (const byte of bytes) if (byte >= 0x80) counts[byte] = (counts[byte] ?? 0) + 1;
  return counts;
}

function letterOf(byte: number, encoding: CsvEncoding): string {
  return iconv.decode(Buffer.from([byte]), encoding);
}

function countLetters(counts: number[], encoding: CsvEncoding): [letter: string, count: number][] {
  return counts.flatMap((count, byte) =>
    count > 0 ? [[letterOf(byte, encoding).toLowerCase(), count]] : [],
  );
}

// By Zipf's law the letter at rank r comes about 1/r as often as the first.
function likelihood(letters: [letter: string, count: number][], language: string): number {
  const total = [...language].reduce((sum, _, index) => sum + 1 / (index + 1), 0);
  return letters.reduce((sum, [letter, count]) => {
    const rank = language.indexOf(letter) + 1;
    return sum + count * (rank === 0 ? FOREIGN_LETTER : Math.log(1 / rank / total));
  }, 0);
}

function readsTheSame(counts: number[], one: CsvEncoding, other: CsvEncoding): boolean {
  return counts.every((count, byte) => count === 0 || letterOf(byte, one) === letterOf(byte, other));
}
