const pattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether `text` can be the id of a row; what cannot names nothing, rather than troubling the database. */
export function isId(text: string): boolean {
  return pattern.test(text);
}
