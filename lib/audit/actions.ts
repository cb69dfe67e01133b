import en from "@/messages/en.json";

type Sentences = typeof en.audit.actions;

/** What is written to the audit log: everything that has a sentence under `audit.actions` in messages. */
export type AuditAction = {
  [Noun in keyof Sentences & string]: `${Noun}.${keyof Sentences[Noun] & string}`;
}[keyof Sentences & string];

/** The kinds of things that something is done to; each has a name under `audit.types`. */
export type AuditedType = keyof typeof en.audit.types;

const sentences: Record<string, Record<string, string>> = en.audit.actions;

// The keys of the sentences are the type above, by the way both are made.
export const auditActions = Object.entries(sentences).flatMap(([noun, verbs]) =>
  Object.keys(verbs).map((verb) => `${noun}.${verb}`),
) as AuditAction[];

export const auditedTypes = Object.keys(en.audit.types) as AuditedType[];
