import { createHash } from "node:crypto";
import { hashToken } from "@/lib/auth/tokens";
import { ApiProblem, MAX_BODY_BYTES } from "./problems";

/** How a request that may come twice is known again; only hashes. */
export interface RepeatKey {
  keyHash: string;
  requestHash: string;
}

export interface ApiBody {
  json: unknown;
  /** Null where the caller sent no Idempotency-Key. */
  repeatKey: RepeatKey | null;
}

function requireJson(headers: Headers): void {
  const [type = "", ...parameters] = (headers.get("content-type") ?? "").toLowerCase().split(";");
  const isUtf8 = parameters.every(
    (one) => !/^\s*charset=/.test(one) || /^\s*charset="?utf-8"?\s*$/.test(one),
  );
  const encoding = headers.get("content-encoding") ?? "identity";
  if (type.trim() !== "application/json" || !isUtf8 || encoding !== "identity")
    throw new ApiProblem("wrong_type");
}

async function readBytes(request: Request): Promise<Buffer> {
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BODY_BYTES)
    throw new ApiProblem("body_too_large");
  const parts: Uint8Array[] = [];
  let bytes = 0;
  const reader = request.body?.getReader();
  for (;;) {
    const part = await reader?.read().catch(() => {
      throw new ApiProblem("body_cut_off");
    });
    if (!part?.value) return Buffer.concat(parts);
    bytes += part.value.byteLength;
    if (bytes > MAX_BODY_BYTES) throw new ApiProblem("body_too_large");
    parts.push(part.value);
  }
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    // The parser's own words quote the body, which is people.
    throw new ApiProblem("not_json");
  }
}

function toRepeatKey(request: Request, bytes: Buffer): RepeatKey | null {
  const key = request.headers.get("idempotency-key");
  if (key === null) return null;
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) throw new ApiProblem("idempotency_key_unusable");
  const requestHash = createHash("sha256")
    .update(`${request.method} ${new URL(request.url).pathname}\0`)
    .update(bytes)
    .digest("base64url");
  return { keyHash: hashToken(key), requestHash };
}

/** Reads the body of an API request as JSON. Throws ApiProblem for what is too large, of another type, or no JSON. */
export async function readBody(request: Request): Promise<ApiBody> {
  requireJson(request.headers);
  const bytes = await readBytes(request);
  return { repeatKey: toRepeatKey(request, bytes), json: parseJson(bytes) };
}
