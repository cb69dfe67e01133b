import { gzipSync } from "node:zlib";
import iconv from "iconv-lite";
import { describe, expect } from "vitest";
import { previewUpload } from "@/lib/sources/queries";
import {
  allProfiles,
  countTraces,
  findImport,
  importFile,
  importUnseen,
  upload,
  valueOf,
} from "../support/imports";
import { it } from "../support/workspace";

const text = "Kód;Név\n1;Hősök Győző\n2;Fűrész Ödön\n";

describe("a file packed with gzip", () => {
  it.for([
    ["UTF-8", Buffer.from(text)],
    ["Windows-1250", iconv.encode(text, "windows-1250")],
    ["UTF-16", iconv.encode(`\ufeff${text}`, "utf-16le")],
  ] as const)("is recognised by its bytes and read in %s", async ([, bytes], { contributor }) => {
    await importFile(contributor, gzipSync(bytes), { key: "Kód" });
    const names = Object.values(await allProfiles()).map((one) => (one as { nev: string }).nev);
    expect(names).toEqual(["Hősök Győző", "Fűrész Ödön"]);
  });

  it("is said to be packed in its preview, and a plain one is not", async ({ contributor }) => {
    const look = async (bytes: Uint8Array) =>
      valueOf((await previewUpload(contributor, { uploadId: await upload(contributor, bytes) })).preview);
    expect(await look(gzipSync(text))).toMatchObject({ isPacked: true, hasMark: false });
    expect(await look(Buffer.from(`\ufeff${text}`))).toMatchObject({ isPacked: false, hasMark: true });
  });

  it("is read to its end when it is larger than a chunk and than its head", async ({ contributor }) => {
    const lines = Array.from({ length: 40_000 }, (_, index) => `${index},${Math.random()}${Math.random()}\n`);
    const { importId } = await importFile(contributor, gzipSync(`Id,Name\n${lines.join("")}`), { key: "Id" });
    expect(await findImport(importId)).toMatchObject({ status: "successful", rowsNew: 40_000 });
  });

  it("that is cut off is refused in its preview or when it is read, and nothing of it is kept", async ({
    contributor,
  }) => {
    const whole = gzipSync(
      `Id,Name\n${Array.from({ length: 60_000 }, (_, n) => `${n},${Math.random()}\n`).join("")}`,
    );
    const importId = await importUnseen(contributor, whole.subarray(0, whole.length - 100));
    expect(await findImport(importId)).toMatchObject({ status: "failed", problemCode: "gzip_broken" });
    const cut = await upload(contributor, whole.subarray(0, 1_000));
    expect((await previewUpload(contributor, { uploadId: cut })).preview).toMatchObject({
      code: "gzip_broken",
    });
  });

  it("that unpacks without end is stopped early, and nothing of it is kept", async ({ contributor }) => {
    const bomb = gzipSync(
      Buffer.concat([Buffer.from("Id,Name\n"), Buffer.alloc(100 * 2 ** 20, `1,${"a".repeat(5_000)}\n`)]),
    );
    const importId = await importUnseen(contributor, bomb);
    expect(await findImport(importId)).toMatchObject({ status: "failed", problemCode: "gzip_too_large" });
    expect(await countTraces()).toMatchObject({ profiles: 0, records: 0, uploads: 0, staging: 0 });
  });

  it("that holds another packed file is refused", async ({ contributor }) => {
    const uploadId = await upload(contributor, gzipSync(gzipSync(text)));
    expect((await previewUpload(contributor, { uploadId })).preview).toMatchObject({ code: "zip_file" });
  });
});
