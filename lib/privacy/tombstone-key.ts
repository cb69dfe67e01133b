import type { Pool } from "pg";
import { type AnyTx, queryIn } from "@/lib/db";
import { env } from "@/lib/env";
import { keyId } from "@/lib/secrets";

export type TombstoneKeyProblem = "tombstone_key_missing" | "tombstone_key_changed";

/** The key as HMAC-SHA256 uses it (RFC 2104), for `keyed_hash` in PostgreSQL. */
export interface HashPads {
  inner: Buffer;
  outer: Buffer;
}

const BLOCK_BYTES = 64;

function ownKey(): Buffer | null {
  const text = env().FERRY_TOMBSTONE_KEY;
  return text === undefined ? null : Buffer.from(text, "base64");
}

/** The pads of this installation's key. Throws where there is none: nobody could be known again. */
export function tombstonePads(): HashPads {
  const key = ownKey();
  if (!key) throw new Error("FERRY_TOMBSTONE_KEY is missing, so erased people cannot be known again.");
  const block = Buffer.concat([key], BLOCK_BYTES);
  return {
    inner: block.map((byte) => byte ^ 0x36) as Buffer,
    outer: block.map((byte) => byte ^ 0x5c) as Buffer,
  };
}

/**
 * Why erased people cannot be known again now, and so nobody may be sent: the key is not set, or is not the one that
 * people were erased with. Null where all is well.
 */
export async function tombstoneKeyProblem(tx: AnyTx | Pool): Promise<TombstoneKeyProblem | null> {
  const key = ownKey();
  if (!key) return "tombstone_key_missing";
  const [row] = await queryIn<{ id: string | null }>(
    tx,
    "SELECT tombstone_key_id AS id FROM installation WHERE id = 1",
    [],
  );
  return row?.id && row.id !== keyId(key) ? "tombstone_key_changed" : null;
}

/** Notes which key people are erased with from now on. */
export async function keepTombstoneKeyId(tx: AnyTx): Promise<void> {
  const key = ownKey();
  if (!key) throw new Error("FERRY_TOMBSTONE_KEY is missing.");
  await queryIn(
    tx,
    `UPDATE installation SET tombstone_key_id = $1 WHERE id = 1 AND tombstone_key_id IS NULL RETURNING id`,
    [keyId(key)],
  );
}
