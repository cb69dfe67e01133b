import { hashToken } from "@/lib/auth/tokens";
import { countAttempt } from "@/lib/auth/throttle";
import { pool } from "@/lib/db";
import { ApiProblem } from "./problems";
import type { ApiScope } from "./schema";

/** Requests a token may make a minute; with full batches 120,000 people. */
export const REQUESTS_PER_MINUTE = 120;

/** Who acts where a program does: the token, the source it feeds (null for none), and what it may do. */
export interface ApiCaller {
  tokenId: string;
  sourceId: string | null;
  scopes: readonly string[];
}

interface TokenRow {
  id: string;
  source_id: string | null;
  scopes: string[];
  is_revoked: boolean;
  is_expired: boolean;
  is_use_old: boolean;
}

/** How RFC 6750 wants a refused token told of. */
const challenge = (error?: string) => ({
  headers: { "WWW-Authenticate": error ? `Bearer realm="ferry", error="${error}"` : 'Bearer realm="ferry"' },
});

/** The refusal of a token that does not work, or not any more. */
export function tokenProblem(code: "token_unknown" | "token_revoked" | "token_expired"): ApiProblem {
  return new ApiProblem(code, challenge("invalid_token"));
}

/** Finds the token that a request shows. Throws ApiProblem for one that does not work. */
export async function authenticate(authorization: string | null): Promise<ApiCaller> {
  const [, token] = /^Bearer +([\w-]{1,200})$/i.exec(authorization ?? "") ?? [];
  if (!token) throw new ApiProblem("token_missing", challenge());
  const { rows } = await pool().query<TokenRow>(
    `SELECT id, source_id, scopes, revoked_at IS NOT NULL AS is_revoked, expires_at <= now() AS is_expired,
       coalesce(last_used_at < now() - interval '1 minute', true) AS is_use_old
     FROM api_token WHERE token_hash = $1`,
    [hashToken(token)],
  );
  const row = rows[0];
  if (!row) throw tokenProblem("token_unknown");
  if (row.is_revoked) throw tokenProblem("token_revoked");
  if (row.is_expired) throw tokenProblem("token_expired");
  if (row.is_use_old) await pool().query("UPDATE api_token SET last_used_at = now() WHERE id = $1", [row.id]);
  return { tokenId: row.id, sourceId: row.source_id, scopes: row.scopes };
}

/** Throws ApiProblem when the token has made its requests of this minute already. */
export async function limitRate({ tokenId }: ApiCaller): Promise<void> {
  const seconds = await countAttempt(`api:${tokenId}`, REQUESTS_PER_MINUTE);
  if (seconds > 0) throw new ApiProblem("rate_limited", { headers: { "Retry-After": String(seconds) } });
}

/** Throws ApiProblem unless the token has `scope`: the first line of every command that programs may call. */
export function requireScope({ scopes }: ApiCaller, scope: ApiScope): void {
  if (scopes.includes(scope)) return;
  const { headers } = challenge("insufficient_scope");
  throw new ApiProblem("scope_missing", {
    headers: { "WWW-Authenticate": `${headers["WWW-Authenticate"]}, scope="${scope}"` },
  });
}
