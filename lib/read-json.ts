import { readBytes } from "@/lib/read-bytes";

// Above what the largest rules take, and small enough to be held.
const MOST_BYTES = 2_000_000;

/** A request's body as JSON, or undefined where it is none. Throws BodyTooLarge for one longer than anything that is asked. */
export async function readJson(request: Request): Promise<unknown> {
  const bytes = await readBytes(request, MOST_BYTES);
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined; // no JSON: not one of our forms
  }
}
