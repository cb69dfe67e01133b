/** As long as a PostgreSQL identifier may be (63 bytes), with room for a number that tells two apart. */
const MAX_KEY_CHARS = 60;

/** Names every profile has beside its fields, and the one word that JavaScript objects bring along. */
export const reservedFieldKeys: readonly string[] = [
  "profile_id",
  "profile_key",
  "customer_key",
  "created_at",
  "updated_at",
  "deleted_at",
  "source",
  "sources",
  "segment",
  "segments",
  "export",
  "exports",
  "constructor",
  "prototype",
];

// Letters that Unicode does not take apart into a letter and its accent.
const plainLetters = new Map([
  ["ß", "ss"],
  ["æ", "ae"],
  ["œ", "oe"],
  ["ø", "o"],
  ["ł", "l"],
  ["đ", "d"],
  ["ð", "d"],
  ["þ", "th"],
  ["ı", "i"],
]);

/** A name as lower-case ASCII words joined by underscores; words written together (customerId) are parted. */
export function toSlug(name: string): string {
  const words = name.replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2").toLowerCase();
  const plain = words
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\0-\x7f]/g, (letter) => plainLetters.get(letter) ?? " ");
  return plain.replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "");
}

type ColumnPlace = {
  /** 1-based; names a column whose name has no Latin letter. */
  position: number;
  /** Keys given to other columns. */
  taken: ReadonlySet<string>;
};

/** The key a column's field is stored under: its slug, beginning with a letter, free, and at most 60 characters. */
export function toFieldKey(name: string, { position, taken }: ColumnPlace): string {
  const slug = toSlug(name) || `column_${position}`;
  const lettered = /^[a-z]/.test(slug) ? slug : `field_${slug}`;
  const base = reservedFieldKeys.includes(lettered) ? `${lettered}_field` : lettered;
  let key = shorten(base, "");
  for (let copy = 2; taken.has(key); copy += 1) key = shorten(base, `_${copy}`);
  return key;
}

function shorten(base: string, suffix: string): string {
  return base.slice(0, MAX_KEY_CHARS - suffix.length).replace(/_+$/, "") + suffix;
}
