import type { Call } from "./call.ts";
import type { Page } from "./paging.ts";

/** Links of a relationship: its ids, and the things themselves. Without `include` there is no `data` (contract 3). */
export function relationship(
  call: Call,
  path: string,
  name: string,
): { links: { self: string; related: string } } {
  const owner = `${call.base}${path}`;
  return { links: { self: `${owner}/relationships/${name}/`, related: `${owner}/${name}/` } };
}

/** A resource's own address ends in a slash (contract 1). */
export function selfLink(call: Call, path: string): { self: string } {
  return { self: `${call.base}${path}/` };
}

/** A document for one resource; its own link repeats the request. */
export function oneDocument(call: Call, data: object, included?: object[]): object {
  return { data, ...(included && { included }), links: { self: requestLink(call) } };
}

/** A document for one page of a collection. */
export function pageDocument(call: Call, page: Page<unknown>, data: object[], included?: object[]): object {
  const { nextOnLastPage } = call.world.switches;
  const next = page.next === null ? null : withCursor(call, page.next);
  return {
    data,
    ...(included && { included }),
    links: {
      self: requestLink(call),
      ...((next !== null || nextOnLastPage === "null") && { next }),
      prev: page.prev === null ? null : withCursor(call, page.prev),
    },
  };
}

/** A document for a collection that is never paged. */
export function wholeDocument(call: Call, data: object[]): object {
  return pageDocument(call, { items: [], next: null, prev: null }, data);
}

/** Timestamps carry +00:00, not Z (contract 3). */
export function toTimestamp(at: number): string {
  return new Date(at)
    .toISOString()
    .replace(/(?:\.000|(\.\d{3}))Z$/, (_, fraction: string | undefined) => `${fraction ?? ""}+00:00`);
}

/** The same for a moment that may not have come yet. */
export function toTimestampOrNull(at: number | null): string | null {
  return at === null ? null : toTimestamp(at);
}

/** The request's own address; brackets must be percent-encoded to make it a URI. */
function requestLink(call: Call): string {
  return new URL(call.path, call.base).href.replaceAll("[", "%5B").replaceAll("]", "%5D");
}

function withCursor(call: Call, cursor: string): string {
  const query = new URLSearchParams(call.query);
  query.set("page[cursor]", cursor);
  return `${call.base}${call.path.split("?")[0]}?${query}`;
}
