import { describe, expect } from "vitest";
import { pool, prisma } from "@/lib/db";
import { listColumns } from "@/lib/profiles/list-columns";
import type { ProfileSort } from "@/lib/profiles/people-sql";
import { listProfiles } from "@/lib/profiles/queries";
import { saveColumns } from "@/lib/profiles/save-columns";
import { countProfiles } from "@/lib/profiles/count-profiles";
import type { UserActor } from "@/lib/auth/current-actor";
import { importFile } from "../support/imports";
import { it } from "../support/workspace";

const people = `Id,First name,Last name,E-mail,Phone,City
C-1,Ágnes,Kovács,agnes.kovacs@example.com,+36301112233,Győr
C-2,Ödön,Szabó,odon@example.com,,Pécs
C-3,Zsófia,Weiß,zsofia@posta.example,+36304445566,Győr
X%9,Anna,O'Brien,anna_b@example.com,,Vác
`;

const keysFor = async (actor: UserActor, search: string) =>
  (await listProfiles(actor, { search })).lines.map(({ key }) => key);

describe("a search", () => {
  it.for([
    ["nothing, and finds everybody in the order they came", "", ["C-1", "C-2", "C-3", "X%9"]],
    ["a name without its accents", "agnes", ["C-1"]],
    ["a name in capitals and with accents", "ÖDÖN", ["C-2"]],
    ["two letters for one", "weiss", ["C-3"]],
    ["words in any order", "kovács ágn", ["C-1"]],
    ["a key", "c-3", ["C-3"]],
    ["the beginning of keys", "C-", ["C-1", "C-2", "C-3"]],
    ["a part of an address", "posta.exam", ["C-3"]],
    ["one letter, where something begins with it", "x", ["X%9"]],
    ["a sign of LIKE's as itself", "x%9", ["X%9"]],
    ["another", "anna_", ["X%9"]],
    ["words that nobody has together", "agnes odon", []],
    ["what is in another field", "Győr", []],
    ["a quotation mark", "o'brien", ["X%9"]],
    ["spaces around", "  zsofia ", ["C-3"]],
  ] as const)("for %s", async ([, search, keys], { contributor }) => {
    await importFile(contributor, people, { key: "Id" });
    expect(await keysFor(contributor, search)).toEqual(keys);
  });

  it.for(["%", "_", "@ %"])(
    "for signs alone asks for more, and reads nobody: %s",
    async (search, { contributor }) => {
      await importFile(contributor, people, { key: "Id" });
      expect(await listProfiles(contributor, { search })).toEqual({
        lines: [],
        total: 0,
        saysTooLittle: true,
      });
    },
  );

  it("tells how many were found where it looked at everybody", async ({ contributor }) => {
    await importFile(contributor, people, { key: "Id" });
    expect((await listProfiles(contributor, { search: "example.com" })).total).toBe(3);
    expect((await listProfiles(contributor, { search: "nobody" })).total).toBe(0);
  });
});

const MANY = 46_000;

/** Mostly one name; rare ones spread about; and others who came last, all of one kind. */
async function addMany(): Promise<void> {
  await pool().query(
    `INSERT INTO profile (key, attributes, search)
     SELECT key, '{}', fold_text(key || ' ' || CASE
         WHEN n > 24000 THEN 'late arrival ' || CASE WHEN n % 3 = 0 THEN 'thirds' ELSE 'others' END
         WHEN n % 1000 = 0 THEN 'rare bird' WHEN n % 2 = 0 THEN 'common even' ELSE 'common odd' END)
     FROM (SELECT n, 'K-' || lpad(($1 - n)::text, 6, '0') AS key FROM generate_series(1, $1) AS n) AS one`,
    [MANY],
  );
  await pool().query("ANALYZE profile");
}

async function readAll(
  actor: UserActor,
  search: string,
  sort: ProfileSort,
  segmentId?: string,
): Promise<string[]> {
  const keys: string[] = [];
  for (let after: string | undefined, turn = 0; turn === 0 || after !== undefined; turn++) {
    const page = await listProfiles(actor, { search, sort, after, segmentId, size: 2_000 });
    keys.push(...page.lines.map(({ key }) => key));
    after = page.nextAfter;
  }
  return keys;
}

describe("among many", () => {
  const sorts = (["added", "key"] as const).flatMap((column) =>
    (["ascending", "descending"] as const).map((direction) => ({ column, direction })),
  );

  it("pages hold everybody once and in order, however common or far away the words are", async ({
    contributor,
  }) => {
    await addMany();
    for (const search of ["bird", "late", "k-00001", "even"])
      for (const sort of sorts) {
        const order = `${sort.column === "key" ? "key" : "id"} ${sort.direction === "ascending" ? "ASC" : "DESC"}`;
        const conditions = search.split(" ").map((word) => `search LIKE '%${word}%'`);
        const { rows } = await pool().query<{ key: string }>(
          `SELECT key FROM profile WHERE ${conditions.join(" AND ")} ORDER BY ${order}`,
        );
        expect(await readAll(contributor, search, sort)).toEqual(rows.map(({ key }) => key));
      }
  });

  it("pages of a segment hold its members alone", async ({ contributor }) => {
    await addMany();
    const { rows: made } = await pool().query<{ id: string }>(
      `INSERT INTO segment (id, name, definition, updated_at) VALUES (gen_random_uuid(), 'Some', '{}', now()) RETURNING id`,
    );
    const segmentId = made[0]?.id ?? "";
    await pool().query("INSERT INTO segment_member SELECT $1, id FROM profile WHERE id % 7 = 0", [segmentId]);
    for (const search of ["", "bird", "late", "k-00001", "even"]) {
      const { rows } = await pool().query<{ key: string }>(
        `SELECT key FROM profile WHERE id % 7 = 0 AND search LIKE '%${search}%' ORDER BY id`,
      );
      const sort = { column: "added", direction: "ascending" } as const;
      expect(await readAll(contributor, search, sort, segmentId)).toEqual(rows.map(({ key }) => key));
    }
  });

  it("tells the number of the few, and of the many only that there are more", async ({ contributor }) => {
    await addMany();
    expect((await listProfiles(contributor, { search: "bird" })).total).toBe(24);
    const common = await listProfiles(contributor, { search: "common" });
    expect(common).toMatchObject({ total: undefined, nextAfter: expect.any(String) });
    expect(common.lines).toHaveLength(50);
  });

  it("an estimate is not called a count", async ({ contributor }) => {
    await addMany();
    const estimate = await countProfiles(contributor);
    expect(estimate.isExact).toBe(false);
    expect(estimate.count).toBeGreaterThan(MANY * 0.9);
    await pool().query("INSERT INTO field_count (profiles, ms, counted_at) VALUES ($1, 1, now())", [MANY]);
    expect(await countProfiles(contributor)).toEqual({ count: MANY, isExact: true });
    await pool().query("INSERT INTO profile_change DEFAULT VALUES");
    expect((await countProfiles(contributor)).isExact).toBe(false);
  });
});

describe("columns", () => {
  it("are kept for each user, and those of fields that are gone are left out", async ({
    contributor,
    viewer,
  }) => {
    await importFile(contributor, people, { key: "Id" });
    await saveColumns(contributor, {
      columns: ["name", "added", "field.city", "field.first_name", "field.phone"],
    });
    const idsOf = async (actor: UserActor) => (await listColumns(actor)).chosen.map(({ id }) => id);
    expect(await idsOf(contributor)).toEqual(["name", "added", "field.first_name", "field.city"]);
    expect(await idsOf(viewer)).toEqual(["name", "email", "phone", "key"]);
    await prisma().field.delete({ where: { key: "city" } });
    expect(await idsOf(contributor)).toEqual(["name", "added", "field.first_name"]);
  });

  it("show values as they are to editors, and masked to viewers", async ({ contributor, viewer }) => {
    await importFile(contributor, people, { key: "Id" });
    const asked = { search: "agnes", fields: ["city", "phone", "e_mail"] };
    const valuesFor = async (actor: UserActor) => (await listProfiles(actor, asked)).lines[0]?.values;
    expect(await valuesFor(contributor)).toEqual({
      city: "Győr",
      phone: "+36301112233",
      e_mail: "agnes.kovacs@example.com",
    });
    expect(await valuesFor(viewer)).toEqual({ city: "Győr", phone: "•••33", e_mail: "a•••@e•••.com" });
  });
});
