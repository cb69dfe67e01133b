export type FilterOperator =
  | "equals"
  | "any"
  | "greater-than"
  | "less-than"
  | "greater-or-equal"
  | "less-or-equal";

/** Which operators a field takes, and how its values are written. */
export type FilterFields = Record<
  string,
  { operators: readonly FilterOperator[]; values: "text" | "moment" | readonly string[] }
>;

/** One `op(field,value)`; moments are milliseconds. */
export type Clause =
  | { field: string; kind: "texts"; values: string[] }
  | { field: string; kind: "moment"; operator: FilterOperator; at: number };

export interface FilterRules {
  fields: FilterFields;
  singleQuotes?: boolean;
  anyValueCap?: number | null;
}

/** Why a filter was refused; the caller turns it into a 400 naming the `filter` parameter. */
export class FilterFault extends Error {}

/** Reads `op(field,value)` clauses joined with commas (contract section 5). */
export function parseFilter(text: string, rules: FilterRules): Clause[] {
  const reader = new Reader(text, rules.singleQuotes ?? false);
  const clauses: Clause[] = [];
  do clauses.push(readClause(reader, rules));
  while (reader.accept(","));
  if (!reader.atEnd()) throw new FilterFault("Invalid filter provided");
  return clauses;
}

function readClause(reader: Reader, rules: FilterRules): Clause {
  const operator = reader.word();
  reader.expect("(");
  const field = reader.word();
  reader.expect(",");
  const known = Object.hasOwn(rules.fields, field) ? rules.fields[field] : undefined;
  if (!known) {
    throw new FilterFault(
      `'${field}' is not a filterable field. Filterable fields: ${Object.keys(rules.fields).join(", ")}`,
    );
  }
  const allowed = known.operators.find((each) => each === operator);
  if (!allowed) {
    throw new FilterFault(
      `'${operator}' is not a valid filter operator for '${field}'. Valid operators: ${known.operators.join(", ")}`,
    );
  }
  const clause = readValue(reader, {
    field,
    operator: allowed,
    values: known.values,
    cap: rules.anyValueCap ?? null,
  });
  reader.expect(")");
  return clause;
}

interface Wanted {
  field: string;
  operator: FilterOperator;
  values: FilterFields[string]["values"];
  cap: number | null;
}

function readValue(reader: Reader, wanted: Wanted): Clause {
  const { field, operator } = wanted;
  if (wanted.values === "moment") return { field, kind: "moment", operator, at: reader.moment() };
  const values = operator === "any" ? reader.texts() : [reader.text()];
  if (wanted.cap !== null && values.length > wanted.cap) {
    throw new FilterFault(`Too many values for 'any': at most ${wanted.cap}`);
  }
  const choices = wanted.values;
  if (Array.isArray(choices)) {
    const wrong = values.find((value) => !choices.includes(value));
    if (wrong !== undefined) throw new FilterFault(`'${wrong}' is not a valid value for '${field}'`);
  }
  return { field, kind: "texts", values };
}

class Reader {
  private at = 0;
  constructor(
    private readonly source: string,
    private readonly singleQuotes: boolean,
  ) {}

  atEnd(): boolean {
    return this.at === this.source.length;
  }

  accept(character: string): boolean {
    if (this.source[this.at] !== character) return false;
    this.at++;
    while (this.source[this.at] === " ") this.at++;
    return true;
  }

  expect(character: string): void {
    if (!this.accept(character)) throw new FilterFault("Invalid filter provided");
  }

  word(): string {
    return this.match(/[A-Za-z_][A-Za-z0-9_.-]*/y);
  }

  /** Datetimes stand bare: 2026-09-01T00:00:00Z. */
  moment(): number {
    const written = this.match(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2})/y);
    const at = Date.parse(written);
    if (Number.isNaN(at)) throw new FilterFault("Invalid datetime");
    return at;
  }

  text(): string {
    if (this.singleQuotes && this.source[this.at] === "'") return this.match(/'[^']*'/y).slice(1, -1);
    const quoted = this.match(/"(?:[^"\\]|\\.)*"/y);
    try {
      return JSON.parse(quoted) as string;
    } catch {
      throw new FilterFault("Invalid filter provided");
    }
  }

  texts(): string[] {
    this.expect("[");
    const values: string[] = [];
    do values.push(this.text());
    while (this.accept(","));
    this.expect("]");
    return values;
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source)?.[0];
    if (found === undefined) throw new FilterFault("Invalid filter provided");
    this.at += found.length;
    return found;
  }
}
