import { expect } from "vitest";
import { pool } from "@/lib/db";
import { importFile } from "../support/imports";
import { it } from "../support/workspace";

const people = [
  ["1", "Ágnes", "Kovács", "AGNES@Example.COM"],
  ["Ж-2", "ЖЕНЯ", "ΣΊΣΥΦΟΣ", "Ünnep@exämple.com"],
  ["ﬁ3", "Ｆｕｌｌ", "e\u0301", ""],
  ["4", "Straße", "ŁÓDŹ", "x@y.hu"],
];

it("what search compares is what fold_text makes of key, names and address, for whoever comes first or later", async ({
  contributor,
}) => {
  const header = "Id,First name,Last name,Email\n";
  const file = (lines: string[][]) => `${header}${lines.map((line) => `${line.join(",")}\n`).join("")}`;
  await importFile(contributor, file(people.slice(0, 2)), { key: "Id", name: "First" });
  await importFile(contributor, file(people.slice(2)), { key: "Id", name: "Second" });
  const { rows } = await pool().query<{ key: string; search: string; folded: string }>(
    `SELECT key, search, fold_text(concat_ws(' ', key, attributes->>'last_name', attributes->>'first_name',
       attributes->>'email')) AS folded FROM profile ORDER BY key`,
  );
  expect(rows).toHaveLength(4);
  for (const { search, folded } of rows) expect(search).toBe(folded);
  const found = rows.map(({ search }) => search).join(" ");
  expect(found).toContain("1 kovacs agnes agnes@example.com");
  expect(found).toContain("женя");
});
