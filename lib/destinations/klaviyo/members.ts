import { DestinationFailure } from "../destination-failure";
import type { Channel, Removal, RemoteMember, Target } from "../types";
import { profileSchema } from "./api-types";
import type { KlaviyoClient } from "./client";
import { cutFilterValues } from "./cut-filter-values";
import { limits } from "./limits";
import { anyFilter, equalsFilter } from "./to-query";

type Members = Pick<Channel, "remove" | "listMembers" | "findMembers" | "findProfileIds">;

/** Who is on a list, and taking people off it; neither touches consent (contract 7.3). */
export function createMembers(client: KlaviyoClient, lists: Channel["lists"]): Members {
  async function remove(target: Target, remoteIds: readonly string[]): Promise<Removal> {
    const ids = [...new Set(remoteIds)];
    if (ids.length > limits.removals)
      throw new RangeError(`A removal takes at most ${limits.removals} profiles, not ${ids.length}.`);
    if (ids.length === 0) return { state: "removed", alreadyGone: [] };
    const refusal = await tryRemove(target, ids);
    if (!refusal) return { state: "removed", alreadyGone: [] };
    if ((await lists.get(target.listId)) === null) throw toListMissing(refusal);
    return removeKnown(target, { ids, refusal });
  }

  /** Null when done; the failure when Klaviyo refused the set, be it for the list or for one of the profiles. */
  async function tryRemove({ listId }: Target, ids: readonly string[]): Promise<DestinationFailure | null> {
    const body = JSON.stringify({ data: ids.map((id) => ({ type: "profile", id })) });
    try {
      await client.sendSilent({
        route: "DELETE /api/lists/{id}/relationships/profiles",
        id: listId,
        listId,
        body,
        namesPeople: true,
      });
      return null;
    } catch (error) {
      const isSetRefused =
        error instanceof DestinationFailure &&
        (error.kind === "bug" || error.kind === "target_missing") &&
        (error.report.status === 404 || error.report.status === 400);
      if (isSetRefused) return error;
      throw error;
    }
  }

  /** How an unknown profile is answered is unverified (contract 7.3): find out who is known, and take those off. */
  async function removeKnown(
    target: Target,
    { ids, refusal }: { ids: string[]; refusal: DestinationFailure },
  ): Promise<Removal> {
    const known = new Map<string, string | null>();
    for (const some of cutFilterValues(ids))
      await collectProfiles("id", some, ({ id, email }) => known.set(id, email));
    const alreadyGone = ids.filter((id) => !known.has(id));
    if (known.size === 0) return { state: "removed", alreadyGone };
    const second = alreadyGone.length > 0 ? await tryRemove(target, [...known.keys()]) : refusal;
    if (!second) return { state: "removed", alreadyGone };
    if (ids.length > 1) return { state: "halve" };
    const email = [...known.values()][0] ?? null;
    if (email !== null && !(await isMember(target, email))) return { state: "removed", alreadyGone: ids };
    throw second;
  }

  async function isMember({ listId }: Target, email: string): Promise<boolean> {
    const query = { filter: equalsFilter("email", email), "fields[profile]": "email" };
    const page = await client.page(
      { route: "GET /api/lists/{id}/profiles", id: listId, listId, query, namesPeople: true },
      profileSchema,
    );
    return page.items.length > 0;
  }

  async function collectProfiles(
    field: "id" | "email",
    values: readonly string[],
    take: (profile: { id: string; email: string | null }) => void,
  ): Promise<void> {
    // Without a page size only the first twenty come (contract 5).
    const query = { filter: anyFilter(field, values), "fields[profile]": "email", "page[size]": "100" };
    const call = { route: "GET /api/profiles", query, namesPeople: true } as const;
    for await (const page of client.pages(call, profileSchema))
      for (const profile of page) take({ id: profile.id, email: profile.attributes?.email ?? null });
  }

  async function findProfileIds(emails: readonly string[]): Promise<Map<string, string>> {
    const wanted = new Set(emails);
    const found = new Map<string, string>();
    for (const some of cutFilterValues([...wanted])) {
      await collectProfiles("email", some, ({ id, email }) => {
        const address = normalise(email);
        if (wanted.has(address)) found.set(address, id);
      });
    }
    return found;
  }

  async function findMembers({ listId }: Target, emails: readonly string[]): Promise<Set<string>> {
    const found = new Set<string>();
    for (const some of cutFilterValues(emails)) {
      const query = { filter: anyFilter("email", some), "fields[profile]": "email", "page[size]": "100" };
      const call = {
        route: "GET /api/lists/{id}/profiles",
        id: listId,
        listId,
        query,
        namesPeople: true,
      } as const;
      for await (const page of client.pages(call, profileSchema))
        for (const { attributes } of page) found.add(normalise(attributes?.email ?? null));
    }
    return found;
  }

  async function* listMembers({ listId }: Target): AsyncGenerator<RemoteMember[]> {
    const query = { "fields[profile]": "email", "page[size]": "100" };
    for await (const page of client.pages(
      { route: "GET /api/lists/{id}/profiles", id: listId, listId, query },
      profileSchema,
    ))
      yield page.map((profile) => ({ remoteId: profile.id, email: profile.attributes?.email ?? null }));
  }

  return { remove, listMembers, findMembers, findProfileIds };
}

function normalise(email: string | null): string {
  return email?.normalize("NFKC").trim().toLowerCase() ?? "";
}

function toListMissing(refusal: DestinationFailure): DestinationFailure {
  const { report } = refusal;
  return new DestinationFailure({
    kind: "target_missing",
    sentence: `${report.sentence} The list does not exist.`,
    rateClass: report.rateClass,
    status: report.status,
    code: report.code,
    requestId: report.requestId,
    pointer: report.pointer,
  });
}
