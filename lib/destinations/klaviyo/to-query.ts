/** Percent-encodes a query; unlike URLSearchParams it writes a space as %20, which every server reads alike. */
export function toQuery(parameters: Readonly<Record<string, string | null | undefined>>): string {
  const pairs = Object.entries(parameters)
    .filter((pair): pair is [string, string] => pair[1] !== null && pair[1] !== undefined)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value.toWellFormed())}`);
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

/** `equals(name,"…")`: values are quoted and escaped as in JSON (contract 5). */
export function equalsFilter(field: string, value: string): string {
  return `equals(${field},${JSON.stringify(value)})`;
}

/** `any(email,["…","…"])`. */
export function anyFilter(field: string, values: readonly string[]): string {
  return `any(${field},[${values.map((value) => JSON.stringify(value)).join(",")}])`;
}
