/** Takes a value as a parameter and answers how the SQL names it. Equal values are one parameter. */
export type Bind = (value: string) => string;

/** Parameters numbered from `first`; all are texts, and cast where they stand. */
export function openBinding(first: number): { bind: Bind; params: string[] } {
  const params: string[] = [];
  const names = new Map<string, string>();
  function bind(value: string): string {
    const known = names.get(value);
    if (known) return known;
    const name = `$${first + params.push(value) - 1}::text`;
    names.set(value, name);
    return name;
  }
  return { bind, params };
}
