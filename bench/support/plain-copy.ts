import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { from as copyFrom } from "pg-copy-streams";
import { inSqlTransaction, pool } from "@/lib/db";

const TRIES = 3;

async function copyOnce(path: string, columns: string[]): Promise<number> {
  await pool().query(`CREATE TABLE bench.plain (${columns.map((name) => `${name} text`).join(", ")})`);
  const startedAt = performance.now();
  await inSqlTransaction((client) =>
    pipeline(
      createReadStream(path, { highWaterMark: 1_048_576 }),
      client.query(copyFrom("COPY bench.plain FROM STDIN (FORMAT csv, HEADER)")),
    ),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  await pool().query("DROP TABLE bench.plain");
  return seconds;
}

/** Seconds that COPY of the file into a table of text columns takes, committed: the middle of three. */
export async function plainCopySeconds(path: string, columns: string[]): Promise<number> {
  await pool().query("CREATE SCHEMA bench");
  const tries: number[] = [];
  for (let index = 0; index < TRIES; index++) tries.push(await copyOnce(path, columns));
  return tries.sort((left, right) => left - right)[1] ?? 0;
}
