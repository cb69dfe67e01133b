import { createHash } from "node:crypto";

/** What the first seal follows. */
export const FIRST_HASH = "0".repeat(64);

const ID_BYTES = 8;
const DIGEST_BYTES = 32;
const ENTRY_BYTES = ID_BYTES + DIGEST_BYTES;

/** An event by its id, and the SHA-256 of all it says. */
export interface Digested {
  id: bigint;
  digest: Buffer;
}

/**
 * SQL over `audit_event e` for the SHA-256 of a row. JSON keeps the columns apart, and jsonb writes the same value the
 * same way. Never change it: what is sealed would all look altered.
 */
export const digestSql = `sha256(convert_to(jsonb_build_array(e.id,
  to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), e.actor_kind, e.actor_id, e.action, e.object_type,
  e.object_id, e.details, e.client_address, e.session, e.agent)::text, 'UTF8'))`;

/** The events of a seal in one piece, in the order of their ids. */
export function packDigests(events: readonly Digested[]): Buffer {
  return Buffer.concat(
    events.flatMap(({ id, digest }) => {
      const head = Buffer.alloc(ID_BYTES);
      head.writeBigInt64BE(id);
      return [head, digest];
    }),
  );
}

export function unpackDigests(packed: Uint8Array): Digested[] {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  return Array.from({ length: Math.floor(bytes.length / ENTRY_BYTES) }, (_, index) => {
    const start = index * ENTRY_BYTES;
    return {
      id: bytes.readBigInt64BE(start),
      digest: bytes.subarray(start + ID_BYTES, start + ENTRY_BYTES),
    };
  });
}

/** What a seal stands for. */
export interface Sealed {
  no: number;
  firstId: bigint;
  lastId: bigint;
  events: number;
  previousHash: string;
  digests: Uint8Array;
}

/** The hash of a seal, which the next one bears: whoever changes one seal has to change all that follow. */
export function sealHash({ no, firstId, lastId, events, previousHash, digests }: Sealed): string {
  const head = JSON.stringify(["v1", no, String(firstId), String(lastId), events, previousHash]);
  return createHash("sha256").update(head).update("\n").update(digests).digest("hex");
}
