import { z } from "zod";
import { pool } from "@/lib/db";

/** The newest seal, as it is kept outside: against it a log whose end was cut off is found out. */
export const headSchema = z.object({
  seal: z.number().int().positive(),
  lastEvent: z.number().int().positive(),
  sealedAt: z.iso.datetime(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Head = z.infer<typeof headSchema>;

/** The head of the log; null while nothing is sealed. */
export async function readHead(): Promise<Head | null> {
  const { rows } = await pool().query<{ no: number; last_id: string; sealed_at: Date; hash: string }>(
    "SELECT no, last_id, sealed_at, hash FROM audit_seal ORDER BY no DESC LIMIT 1",
  );
  const [last] = rows;
  if (!last) return null;
  const { no: seal, last_id, sealed_at, hash } = last;
  return { seal, lastEvent: Number(last_id), sealedAt: sealed_at.toISOString(), hash };
}
