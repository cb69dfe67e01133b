import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { plainCsv } from "./collect-items";
import { MAX_RECORD_BYTES } from "./csv-format";
import { readCsv } from "./read-csv";

const CHUNK_BYTES = 65_536;
const FILE_BYTES = 20 * 1_048_576;
const row = `${"x".repeat(60)},${"y".repeat(60)}\n`;

/** Reads a generated file of 20 MiB and says how far the source ever was ahead of the rows handed out, in bytes. */
async function farthestAhead(start: string, line: string): Promise<number> {
  let pulledBytes = 0;
  async function* source() {
    yield Buffer.from(start);
    const chunk = Buffer.from(line.repeat(Math.ceil(CHUNK_BYTES / line.length)));
    while (pulledBytes < FILE_BYTES) {
      pulledBytes += chunk.length;
      yield chunk;
    }
  }
  let handedOutBytes = 0;
  let farthest = 0;
  for await (const items of readCsv(source(), plainCsv)) {
    farthest = Math.max(farthest, pulledBytes - handedOutBytes);
    handedOutBytes += items.filter((item) => item.kind !== "header").length * line.length;
  }
  return Math.max(farthest, pulledBytes - handedOutBytes);
}

it.each([
  ["a good file", "a,b\n", row, 4 * CHUNK_BYTES],
  ["a file with a quote that is never closed", 'a,b\n1,"\n', row, MAX_RECORD_BYTES + 4 * CHUNK_BYTES],
  ["a file of bad rows", "a,b\n", `${row.trim()},z\n`, 4 * CHUNK_BYTES],
])("holds no more of %s than its limits say", async (_, start, line, limitBytes) => {
  expect(await farthestAhead(start, line)).toBeLessThanOrEqual(limitBytes);
});

/** Collects garbage and says what buffers are still held, in bytes. */
function heldBytes(): number {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") collect();
  return process.memoryUsage().arrayBuffers;
}

it("does not hold a line that never ends", async () => {
  const heldBefore = heldBytes();
  let mostHeld = 0;
  async function* source() {
    yield Buffer.from("a,b\n1,2\n");
    for (let sent = 0; sent < FILE_BYTES; sent += CHUNK_BYTES) {
      yield Buffer.alloc(CHUNK_BYTES, "x");
      if (sent % (32 * CHUNK_BYTES) === 0) mostHeld = Math.max(mostHeld, heldBytes() - heldBefore);
    }
  }
  const items = (await Array.fromAsync(readCsv(source(), plainCsv))).flat();
  expect(items.slice(1)).toMatchObject([
    { kind: "row", line: 2 },
    { kind: "bad", line: 3, code: "row_too_long" },
  ]);
  // Buffers let go since the last collection (4 MiB) may still count; held as a whole the line would be 20 MiB.
  expect(mostHeld).toBeLessThan(FILE_BYTES / 2);
});

it("pulls nothing more from its source while a consumer is busy, and closes it when the consumer leaves", async () => {
  let pulled = 0;
  let isClosed = false;
  async function* source() {
    try {
      yield Buffer.from("a,b\n");
      for (;;) {
        pulled += 1;
        yield Buffer.from(row.repeat(1_000));
      }
    } finally {
      isClosed = true;
    }
  }
  for await (const items of readCsv(source(), plainCsv)) {
    expect(items.length).toBeGreaterThan(0);
    break;
  }
  expect(pulled).toBeLessThanOrEqual(2);
  expect(isClosed).toBe(true);
});
