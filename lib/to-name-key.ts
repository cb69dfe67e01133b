/** How names are compared: "Newsletter" and "newsletter" are the same to a person. */
export function toNameKey(name: string): string {
  return name.normalize("NFKC").toLowerCase();
}
