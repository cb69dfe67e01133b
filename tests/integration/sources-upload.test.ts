import { Readable } from "node:stream";
import { describe, expect } from "vitest";
import { pool } from "@/lib/db";
import { NotFound } from "@/lib/errors";
import { keepHouse } from "@/lib/housekeeping";
import { previewUpload } from "@/lib/sources/queries";
import { readUpload } from "@/lib/sources/read-upload";
import { receiveUpload } from "@/lib/sources/receive-upload";
import { MAX_UPLOAD_BYTES } from "@/lib/sources/schema";
import { startImport } from "@/lib/sources/start-import";
import { beginImport, countTraces, inParts, noTraces, planFor, upload, valueOf } from "../support/imports";
import { addUser, it } from "../support/workspace";

const fileName = "people.csv";

it("keeps the bytes of an upload as they came, however they were cut", async ({ contributor }) => {
  const bytes = Buffer.alloc(3_500_000).map((_, index) => index % 251);
  const body = inParts(bytes.subarray(0, 7), bytes.subarray(7, 2_000_001), bytes.subarray(2_000_001));
  const { uploadId } = valueOf(
    await receiveUpload(contributor, { fileName, declaredBytes: bytes.byteLength, body }),
  );
  const kept = Buffer.concat(await Array.fromAsync(readUpload(uploadId)));
  expect(kept.equals(bytes)).toBe(true);
});

describe("an upload that is not whole leaves nothing", () => {
  it("when fewer bytes come than were declared", async ({ contributor }) => {
    const body = inParts("Id,Name\n1,Ann\n");
    expect(await receiveUpload(contributor, { fileName, declaredBytes: 5_000, body })).toMatchObject({
      ok: false,
      code: "upload_cut_off",
    });
    expect(await countTraces()).toEqual(noTraces);
  });

  it("when more bytes come than were declared", async ({ contributor }) => {
    const body = inParts("Id,Name\n", Buffer.alloc(2_500_000, "x"));
    expect(await receiveUpload(contributor, { fileName, declaredBytes: 8, body })).toMatchObject({
      ok: false,
      code: "upload_cut_off",
    });
    expect(await countTraces()).toEqual(noTraces);
  });

  it("when the browser hangs up in the middle", async ({ contributor }) => {
    const body = Readable.from(inParts(Buffer.alloc(2_500_000, "x"), "never read"));
    let parts = 0;
    async function* hangingUp() {
      for await (const part of body) {
        if (parts++ > 0) throw Object.assign(new Error("aborted"), { code: "ECONNRESET" });
        yield part as Uint8Array;
      }
    }
    const declaredBytes = 9_000_000;
    expect(await receiveUpload(contributor, { fileName, declaredBytes, body: hangingUp() })).toMatchObject({
      ok: false,
      code: "upload_cut_off",
    });
    expect(await countTraces()).toEqual(noTraces);
  });

  it("when the stream fails for a reason nobody knows, which is not hidden", async ({ contributor }) => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield Buffer.alloc(2_500_000, "x");
      throw new Error("a fault of the disk");
    }
    const file = { fileName, declaredBytes: 9_000_000, body: failing() };
    await expect(receiveUpload(contributor, file)).rejects.toThrow("a fault of the disk");
    expect(await countTraces()).toEqual(noTraces);
  });

  it("when it is declared larger than what is taken", async ({ contributor }) => {
    const file = { fileName, declaredBytes: MAX_UPLOAD_BYTES + 1, body: inParts("x") };
    expect(await receiveUpload(contributor, file)).toMatchObject({
      ok: false,
      code: "upload_too_large",
      params: { limitGb: 4 },
    });
    expect(await countTraces()).toEqual(noTraces);
  });
});

it("takes a file name that no file system would", async ({ contributor }) => {
  const file = { fileName: `a\0b\ud800${"x".repeat(500)}`, declaredBytes: 1, body: inParts("x") };
  valueOf(await receiveUpload(contributor, file));
  const { rows } = await pool().query("SELECT file_name FROM upload");
  expect(rows[0].file_name).toHaveLength(200);
});

describe("somebody else's upload looks like none", () => {
  it("to the preview and to the start of an import, for a colleague of the same role", async ({
    contributor,
  }) => {
    const uploadId = await upload(contributor, "Id,Name\n1,Ann\n");
    const plan = await planFor(contributor, uploadId, { key: "Id" });
    const colleague = await addUser("contributor");
    await expect(previewUpload(colleague, { uploadId })).rejects.toThrow(NotFound);
    await expect(startImport(colleague, plan)).rejects.toThrow(NotFound);
    const none = "00000000-0000-7000-8000-000000000000";
    await expect(previewUpload(contributor, { uploadId: none })).rejects.toThrow(NotFound);
    await expect(previewUpload(contributor, { uploadId: "none" })).rejects.toThrow(NotFound);
    await expect(startImport(contributor, { ...plan, uploadId: none })).rejects.toThrow(NotFound);
    expect(await countTraces()).toMatchObject({ uploads: 1, fields: 0 });
  });

  it("while it is still on its way", async ({ contributor }) => {
    const uploadId = await upload(contributor, "Id,Name\n1,Ann\n");
    const plan = await planFor(contributor, uploadId, { key: "Id" });
    await pool().query("UPDATE upload SET is_complete = false");
    await expect(previewUpload(contributor, { uploadId })).rejects.toThrow(NotFound);
    await expect(startImport(contributor, plan)).rejects.toThrow(NotFound);
  });
});

it("drops an upload that nobody imported for a day, and no other", async ({ contributor }) => {
  const abandoned = await upload(contributor, "Id\n1\n");
  const fresh = await upload(contributor, "Id\n2\n");
  const { importId } = await beginImport(contributor, "Id,Name\n3,Ann\n", { key: "Id" });
  await pool().query("UPDATE upload SET created_at = now() - interval '25 hours' WHERE id <> $1", [fresh]);
  await keepHouse();
  const { rows } = await pool().query(
    "SELECT u.id, i.id AS import_id FROM upload u LEFT JOIN import i ON i.upload_id = u.id ORDER BY u.created_at",
  );
  expect(rows).toEqual([
    { id: expect.not.stringContaining(abandoned), import_id: importId },
    { id: fresh, import_id: null },
  ]);
});
