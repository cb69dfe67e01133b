/** What a form's problem is shown at; `statement` is the table or the query, whichever is used. */
export type SourceFormField = "address" | "statement" | "keyColumn" | "cursorColumn";

type Params = Record<string, string | number>;

/** Why a database cannot be read, in a way a person can put right. Holds no value of a row, so it may be kept and logged. */
export class SourceRefusal extends Error {
  readonly field: SourceFormField;
  readonly code: string;
  readonly params: Params;

  constructor(field: SourceFormField, code: string, params: Params = {}) {
    super(`The database cannot be read: ${code} ${JSON.stringify(params)}`);
    this.name = "SourceRefusal";
    this.field = field;
    this.code = code;
    this.params = params;
  }
}
