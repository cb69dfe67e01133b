import { expect, it } from "vitest";
import { selectText } from "./statement";
import { isTableName } from "./table-name";

it.each(["customers", "shop.customers", '"Web shop"."Customers"', '"a""b"', "vevők", "_x$1"])(
  "takes %s as a table",
  (name) => {
    expect(isTableName(name)).toBe(true);
  },
);

it.each(["", "a.b.c", "a b", "a; drop table b", "a--", '"a', "a where true", "(select 1)", "1a", "a\nb"])(
  "does not take %j as a table",
  (name) => {
    expect(isTableName(name)).toBe(false);
  },
);

it("quotes columns, cuts values, and keeps a comment at the end of a query from hiding its own", () => {
  const query = 'select id, 1 as "x""y" from people -- all ; \n;';
  const since = { column: "at", from: "now()" };
  expect(selectText({ reads: "query", query }, { columns: ["id", 'x"y'], since })).toBe(
    `SELECT left("id"::text, 10001), left("x""y"::text, 10001) FROM (select id, 1 as "x""y" from people -- all\n) AS source` +
      ` WHERE "at" >= now() OR "at" IS NULL`,
  );
});
