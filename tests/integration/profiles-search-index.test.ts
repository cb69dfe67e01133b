import { expect } from "vitest";
import { pool } from "@/lib/db";
import { keepHouse } from "@/lib/housekeeping";
import { whileLoadingProfiles } from "@/lib/profiles/search-index";
import { it } from "../support/workspace";

async function isIndexed(): Promise<boolean> {
  const { rows } = await pool().query<{ is_there: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM pg_index WHERE indexrelid = to_regclass('profile_search_idx') AND indisvalid)
       AS is_there`,
  );
  return rows[0]?.is_there ?? false;
}

it("a large load does without the index of the search, and leaves it as it was, also when it fails", async () => {
  const seen: boolean[] = [];
  await whileLoadingProfiles(100_000, async () => void seen.push(await isIndexed()));
  const failing = whileLoadingProfiles(100_000, async () => {
    seen.push(await isIndexed());
    throw new Error("on the way");
  });
  await expect(failing).rejects.toThrow("on the way");
  expect(seen).toEqual([false, false]);
  expect(await isIndexed()).toBe(true);
});

it("a small load keeps the index", async () => {
  await whileLoadingProfiles(99_999, async () => expect(await isIndexed()).toBe(true));
});

it("the sweep builds the index that a worker which died has taken away, and lets a load that goes on be", async () => {
  await whileLoadingProfiles(100_000, async () => {
    await keepHouse();
    expect(await isIndexed()).toBe(false);
  });
  await pool().query("DROP INDEX profile_search_idx");
  await keepHouse();
  expect(await isIndexed()).toBe(true);
});
