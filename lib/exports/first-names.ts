const SHOWN = 3;

/** The first few names, for a sentence that says what is in the way. */
export function firstNames(rows: readonly { name: string }[]): string {
  const names = rows.slice(0, SHOWN).map(({ name }) => name);
  return rows.length > SHOWN ? `${names.join(", ")}, …` : names.join(", ");
}
