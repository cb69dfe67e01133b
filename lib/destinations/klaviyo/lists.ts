import type { z } from "zod";
import { DestinationFailure } from "../destination-failure";
import type { Channel, ListPage, RemoteList } from "../types";
import { documentOf, listSchema } from "./api-types";
import type { KlaviyoClient } from "./client";
import { equalsFilter } from "./to-query";

// Klaviyo gives ten lists a page and cannot filter by a part of a name (contract 5, 7.2).
const pagesPerSearch = 20;
const wantedPerSearch = 20;

/** Finding and making lists. */
export function createLists(client: KlaviyoClient): Channel["lists"] {
  async function search(query: string, cursor: string | null): Promise<ListPage> {
    const wanted = query.trim().toLowerCase();
    const lists: RemoteList[] = [];
    let next = cursor;
    for (let pages = 0; pages < pagesPerSearch; pages++) {
      const page = await client.page(
        { route: "GET /api/lists", query: { sort: "name", "fields[list]": "name", "page[cursor]": next } },
        listSchema,
      );
      // Ids are case-sensitive (contract 7.2).
      const found = page.items
        .map(toList)
        .filter(({ id, name }) => id === query.trim() || name.toLowerCase().includes(wanted));
      lists.push(...found);
      next = page.cursor;
      if (next === null || lists.length >= wantedPerSearch) break;
    }
    return { lists, cursor: next };
  }

  async function get(id: string): Promise<RemoteList | null> {
    try {
      const call = {
        route: "GET /api/lists/{id}",
        id,
        listId: id,
        query: { "fields[list]": "name" },
      } as const;
      return toList((await client.send(call, documentOf(listSchema))).data);
    } catch (error) {
      if (error instanceof DestinationFailure && isNoSuchList(error)) return null;
      throw error;
    }
  }

  async function create(name: string) {
    const query = { filter: equalsFilter("name", name), "fields[list]": "name" };
    const { items } = await client.page({ route: "GET /api/lists", query }, listSchema);
    const known = items.map(toList).find((list) => list.name === name);
    if (known) return { state: "exists" as const, list: known };
    const body = JSON.stringify({ data: { type: "list", attributes: { name } } });
    const created = await client.send({ route: "POST /api/lists", body }, documentOf(listSchema));
    return { state: "created" as const, list: toList(created.data) };
  }

  return { search, get, create };
}

/** Some ids that cannot be are answered with 400 rather than 404 (contract 4). */
function isNoSuchList({ kind, report }: DestinationFailure): boolean {
  return kind === "target_missing" || (kind === "bug" && report.status === 400);
}

function toList(list: z.infer<typeof listSchema>): RemoteList {
  return { id: list.id, name: list.attributes.name };
}
