import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import iconv from "iconv-lite";
import { describe, expect } from "vitest";
import { root } from "@/scripts/paths";
import { getSource } from "@/lib/sources/queries";
import { runImport } from "@/lib/sources/run-import";
import { startImport } from "@/lib/sources/start-import";
import {
  allProfiles,
  countTraces,
  findImport,
  importFile,
  planFor,
  upload,
  valueOf,
} from "../support/imports";
import { it } from "../support/workspace";

const contoso = path.join(root, "../shared/data/contoso-coffee-contacts.csv");

it.skipIf(!existsSync(contoso))(
  `takes in a file as it came from a training lab (skipped without ${contoso})`,
  async ({ contributor }) => {
    const { sourceId, importId } = await importFile(contributor, readFileSync(contoso), { key: "Full Name" });
    expect(await findImport(importId)).toMatchObject({ status: "successful", rowsNew: 19, rowsBad: 0 });
    const people = await allProfiles();
    expect(Object.keys(people)).toHaveLength(19);
    expect(people["Abbie Moss"]).toMatchObject({
      full_name: "Abbie Moss",
      email: "abbie_moss@collinsreedandhoward.com",
      address_1_zip_postal_code: "10753",
    });
    // The file shifts two columns here and has no address there; neither is Ferry's to repair.
    expect(people["Acthony Koteles"]).toMatchObject({ address_1_street_2: "Suite 216" });
    expect(people["Arlene Cox"]).toEqual({ full_name: "Arlene Cox", first_name: "Arlene", last_name: "Cox" });
    const source = await getSource(contributor, sourceId);
    expect(source.columns[0]).toMatchObject({ name: "Full Name", meaning: "full_name" });
  },
);

it("leaves neither the file nor staged rows behind", async ({ contributor }) => {
  await importFile(contributor, "Id,Name\n1,Ann\n", { key: "Id" });
  expect(await countTraces()).toMatchObject({ profiles: 1, uploads: 0, chunks: 0, staging: 0 });
});

describe("encodings", () => {
  const text = "Kód;Név\n1;Hősök Győző\n2;Fűrész Ödön\n3;Szűcs Őrs\n";
  const mark = "\ufeff";
  it.for([
    ["UTF-8", Buffer.from(text)],
    ["UTF-8 with a byte order mark", Buffer.from(mark + text)],
    ["Windows-1250", iconv.encode(text, "windows-1250")],
    ["Latin-2", iconv.encode(text, "iso-8859-2")],
    ["UTF-16, little end first", iconv.encode(mark + text, "utf-16le")],
    ["UTF-16, big end first", iconv.encode(mark + text, "utf-16be")],
  ] as const)("keeps ő and ű of a file in %s", async ([, bytes], { contributor }) => {
    await importFile(contributor, bytes, { key: "Kód" });
    const names = Object.values(await allProfiles()).map((one) => (one as { nev: string }).nev);
    expect(names).toEqual(["Hősök Győző", "Fűrész Ödön", "Szűcs Őrs"]);
  });
});

it("stores each value as what its column holds, and nothing for an empty cell", async ({ contributor }) => {
  const file =
    "Id,Orders,Birthday,Seen,Newsletter,Note\n" +
    'a,12,1990-02-03,2026-01-02 03:04:05,yes,"two\nlines, a \\ and a\ttab"\nb,,,,,\n';
  await importFile(contributor, file, { key: "Id" });
  expect(await allProfiles()).toEqual({
    a: {
      id: "a",
      orders: 12,
      birthday: "1990-02-03",
      seen: "2026-01-02T03:04:05.000Z",
      newsletter: true,
      note: "two\nlines, a \\ and a\ttab",
    },
    b: { id: "b" },
  });
});

it("reads a column that is left out and forgets it", async ({ contributor }) => {
  const plan = await planFor(contributor, await upload(contributor, "Id,Secret\nx,s3cr3t\n"), { key: "Id" });
  const columns = plan.columns.map((one) => ({ ...one, isIncluded: one.name === "Id" }));
  await runImport(valueOf(await startImport(contributor, { ...plan, columns })).importId);
  expect(await allProfiles()).toEqual({ x: { id: "x" } });
  expect(await countTraces()).toMatchObject({ fields: 1 });
});

describe("a file that comes again", () => {
  const first = "Id,Name,City\n1,Ann,Pécs\n2,Ben,Győr\n3,Cid,Vác\n";

  it("counts new, changed and unchanged lines exactly, and removes nobody", async ({ contributor }) => {
    const { sourceId } = await importFile(contributor, first, { key: "Id" });
    const second = "Id,Name,City\n2,Ben,Sopron\n3,Cid,Vác\n4,Dot,\n";
    const { importId } = await importFile(contributor, second, { key: "Id", sourceId });
    const counts = { rowsRead: 3, rowsNew: 1, rowsChanged: 1, rowsUnchanged: 1, rowsBad: 0 };
    expect(await findImport(importId)).toMatchObject({ status: "successful", ...counts });
    const people = await allProfiles();
    expect(Object.keys(people)).toEqual(["1", "2", "3", "4"]);
    expect(people[2]).toMatchObject({ city: "Sopron" });
  });

  it("counts everything as unchanged when nothing changed", async ({ contributor }) => {
    const { sourceId } = await importFile(contributor, first, { key: "Id" });
    const { importId } = await importFile(contributor, first, { key: "Id", sourceId });
    expect(await findImport(importId)).toMatchObject({ rowsNew: 0, rowsChanged: 0, rowsUnchanged: 3 });
  });

  it("takes a value away that the file no longer has", async ({ contributor }) => {
    const { sourceId } = await importFile(contributor, first, { key: "Id" });
    await importFile(contributor, "Id,Name,City\n1,Ann,\n2,Ben,Győr\n", { key: "Id", sourceId });
    expect((await allProfiles())[1]).not.toHaveProperty("city");
  });
});
