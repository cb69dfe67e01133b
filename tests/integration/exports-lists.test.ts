import { describe, expect, vi } from "vitest";
import { withdrawConsent } from "@/lib/connections/withdraw-consent";
import { prisma } from "@/lib/db";
import type { ListPage } from "@/lib/destinations/types";
import { createList, findList, searchLists } from "@/lib/exports/lists";
import { acme, activeConnection, asked, auditedActions, useKlaviyo } from "../support/connections";
import { addLists } from "../support/exports";
import { valueOf } from "../support/imports";
import { it } from "../support/workspace";

const klaviyo = useKlaviyo({ withApp: false });
type Administrator = Parameters<typeof activeConnection>[0];

async function connected(administrator: Administrator) {
  const lists = addLists(klaviyo());
  const connectionId = await activeConnection(administrator);
  klaviyo().control.clearLog();
  return { connectionId, lists };
}

describe("picking a list", () => {
  it("finds by a part of the name in any case, and only in the connection's account", async ({
    administrator,
  }) => {
    const { connectionId, lists } = await connected(administrator);
    const found = await searchLists(administrator, { connectionId, query: " NEWS ", cursor: null });
    expect(valueOf(found)).toEqual({ lists: [{ id: lists.newsletter, name: "Newsletter" }], cursor: null });
  });

  it("goes on with the cursor until all lists were seen", async ({ administrator }) => {
    const { connectionId } = await connected(administrator);
    const names = Array.from({ length: 45 }, (_, index) => `Autumn ${String(index).padStart(2, "0")}`);
    klaviyo().control.seed({ accounts: [{ id: acme.id, lists: names.map((name) => ({ name })) }] });
    const seen: string[] = [];
    let cursor: string | null = null;
    let pages = 0;
    do {
      const page: ListPage = valueOf(
        await searchLists(administrator, { connectionId, query: "autumn", cursor }),
      );
      seen.push(...page.lists.map(({ name }) => name));
      ({ cursor } = page);
      pages++;
    } while (cursor !== null && pages < 10);
    expect(seen.toSorted()).toEqual(names);
    expect(pages).toBeGreaterThan(1);
  });

  it("finds one by its id, and says of a wrong id what is wrong", async ({ administrator }) => {
    const { connectionId, lists } = await connected(administrator);
    const find = (listId: string) => findList(administrator, { connectionId, listId });
    expect(valueOf(await find(` ${lists.vip} `))).toEqual({ id: lists.vip, name: "VIP customers" });
    expect(await find("x")).toMatchObject({ fields: { listId: { code: "list_id_malformed" } } });
    for (const id of ["Zzzzz9", lists.rival])
      expect(await find(id)).toMatchObject({
        fields: { listId: { code: "list_unknown", params: { list: id, account: acme.name } } },
      });
  });

  it("says why when Klaviyo does not answer", async ({ administrator }) => {
    const { connectionId, lists } = await connected(administrator);
    klaviyo().control.addFault({ do: { kind: "answer", status: 503, body: "html" } });
    const refusal = { ok: false, code: "destination_unreachable" };
    expect(await searchLists(administrator, { connectionId, query: "", cursor: null })).toMatchObject(
      refusal,
    );
    expect(await findList(administrator, { connectionId, listId: lists.vip })).toMatchObject(refusal);
    expect(await createList(administrator, { connectionId, name: "New" })).toMatchObject(refusal);
  });

  it.for([
    ["draft", "connection_draft"],
    ["needs_attention", "connection_needs_attention"],
    ["consent_withdrawn", "connection_without_consent"],
  ] as const)(
    "asks nothing of Klaviyo while the connection is %s",
    async ([status, code], { administrator }) => {
      const { connectionId, lists } = await connected(administrator);
      await prisma().connection.update({ where: { id: connectionId }, data: { status } });
      const refusal = { ok: false, fields: { connectionId: { code } } };
      expect(await searchLists(administrator, { connectionId, query: "", cursor: null })).toMatchObject(
        refusal,
      );
      expect(await findList(administrator, { connectionId, listId: lists.vip })).toMatchObject(refusal);
      expect(await createList(administrator, { connectionId, name: "New" })).toMatchObject(refusal);
      expect(asked(klaviyo())).toEqual([]);
    },
  );
});

describe("making a list", () => {
  it("makes it once, audited by its id", async ({ administrator }) => {
    const { connectionId } = await connected(administrator);
    const made = valueOf(await createList(administrator, { connectionId, name: "Őszi akció" }));
    expect(made).toMatchObject({ isNew: true, list: { name: "Őszi akció" } });
    const again = valueOf(await createList(administrator, { connectionId, name: "Őszi akció" }));
    expect(again).toEqual({ isNew: false, list: made.list });
    const event = await prisma().auditEvent.findFirstOrThrow({ where: { action: "list.create" } });
    expect(event).toMatchObject({
      objectType: "connection",
      objectId: connectionId,
      details: { listId: made.list.id },
    });
    expect((await auditedActions()).filter((action) => action === "list.create")).toHaveLength(1);
  });

  it("does not happen once the consent is withdrawn, even while it is under way", async ({
    administrator,
  }) => {
    const { connectionId } = await connected(administrator);
    // Klaviyo is looked at first, slowly; the consent goes meanwhile.
    klaviyo().control.addFault({ match: { method: "GET" }, do: { kind: "delay", ms: 400 } });
    const creation = createList(administrator, { connectionId, name: "New" });
    await vi.waitUntil(() => asked(klaviyo()).length > 0);
    await withdrawConsent(administrator, { connectionId });
    expect(await creation).toMatchObject({
      ok: false,
      fields: { connectionId: { code: "connection_without_consent" } },
    });
    expect(asked(klaviyo())).toEqual(["GET /api/lists"]);
  });

  it("whose answer is lost says that nobody knows, and finds it on the next try", async ({
    administrator,
  }) => {
    const { connectionId } = await connected(administrator);
    klaviyo().control.addFault({
      match: { method: "POST" },
      count: 1,
      do: { kind: "reset", at: "afterCommit" },
    });
    const lost = await createList(administrator, { connectionId, name: "New" });
    expect(lost).toMatchObject({ ok: false, code: "list_creation_unclear" });
    expect(valueOf(await createList(administrator, { connectionId, name: "New" })).isNew).toBe(false);
  });
});
