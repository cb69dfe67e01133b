// "shop"."Customers", shop.customers or customers, as PostgreSQL itself reads them.
const part = String.raw`(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)`;
const tableName = new RegExp(`^${part}(?:\\.${part})?$`, "u");

/** Whether a text is a table's name and nothing else, so that it may stand in SQL as it is. */
export function isTableName(text: string): boolean {
  return tableName.test(text);
}
