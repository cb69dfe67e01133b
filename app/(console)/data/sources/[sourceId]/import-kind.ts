/** What an import reads; the words about it differ by that. */
export type ImportKind = "file" | "database";
