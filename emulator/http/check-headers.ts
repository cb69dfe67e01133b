import type { World } from "../world.ts";
import { ApiError } from "./api-error.ts";

// A revision is supported for two years after its release (contract 1).
const revisionLifeMs = 2 * 365 * 86_400_000;

/** `revision` on every call; a JSON content type on every body (contract 1). */
export function checkHeaders(world: World, headers: NodeJS.Dict<string | string[]>, hasBody: boolean): void {
  checkRevision(world, headers["revision"]);
  if (!hasBody) return;
  const type = String(headers["content-type"] ?? "")
    .split(";")[0]
    ?.trim()
    .toLowerCase();
  if (type !== "application/vnd.api+json" && type !== "application/json")
    throw unsupported(`Unsupported media type "${type}" in request.`);
  const encoding = headers["content-encoding"] ?? "identity";
  if (encoding === "identity" || (encoding === "gzip" && world.switches.compressedBodies === "accepted"))
    return;
  throw unsupported(`Unsupported content encoding "${String(encoding)}" in request.`);
}

function checkRevision(world: World, revision: string | string[] | undefined): void {
  if (revision === undefined && world.switches.missingRevision === "accepted") return;
  const written = /^(\d{4}-\d{2}-\d{2})(\.[a-z-]+)?$/.exec(String(revision))?.[1];
  const at = Date.parse(written ?? "");
  if (Number.isNaN(at)) {
    const detail =
      revision === undefined ? "The 'revision' header is required." : "The 'revision' header is invalid.";
    throw new ApiError(400, {
      code: "invalid",
      title: "Invalid input.",
      detail,
      source: { parameter: "revision" },
    });
  }
  if (at + revisionLifeMs >= world.clock.now()) return;
  throw new ApiError(410, {
    code: "gone",
    title: "Gone.",
    detail: `The revision ${written} has been retired.`,
  });
}

function unsupported(detail: string): ApiError {
  return new ApiError(415, { code: "unsupported_media_type", title: "Unsupported media type.", detail });
}
