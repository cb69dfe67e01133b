import { randomUUID } from "node:crypto";
import { describe, expect } from "vitest";
import { getConnection, listContributors } from "@/lib/connections/queries";
import { saveAccess } from "@/lib/connections/save-access";
import { saveName } from "@/lib/connections/save-name";
import { saveAccessSchema, saveNameSchema } from "@/lib/connections/schema";
import { prisma } from "@/lib/db";
import { fieldProblems } from "@/lib/field-problems";
import { connectionAt, findRow } from "../support/connections";
import { addUser, it } from "../support/workspace";

describe("the display name", () => {
  it.for([
    ["", "required"],
    [" \t ", "required"],
    ["x".repeat(101), "too_long"],
    ["News\0letter", "invalid_value"],
  ] as const)("%j is refused at its field", ([name, code]) => {
    const parsed = saveNameSchema.safeParse({ destination: "klaviyo", name });
    expect(parsed.error && fieldProblems(parsed.error)).toMatchObject({ name: { code } });
  });

  it("may have 100 characters", () => {
    const input = { destination: "klaviyo", name: ` ${"x".repeat(100)} ` };
    expect(saveNameSchema.parse(input).name).toBe("x".repeat(100));
  });

  it.for(["Newsletter", "NEWSLETTER", "  newsletter ", "Ｎewsletter"])(
    "%j is taken by Newsletter, for a new one and for a rename",
    async (name, { administrator }) => {
      await connectionAt(administrator, "access");
      const other = await connectionAt(administrator, "access", { name: "VIP" });
      const input = saveNameSchema.parse({ destination: "klaviyo", name });
      const refusal = { ok: false, code: "invalid", fields: { name: { code: "name_taken" } } };
      expect(await saveName(administrator, input)).toEqual(refusal);
      expect(await saveName(administrator, { ...input, connectionId: other })).toEqual(refusal);
      expect((await prisma().connection.findMany()).map((row) => row.name).toSorted()).toEqual([
        "Newsletter",
        "VIP",
      ]);
    },
  );

  it("may change its own case", async ({ administrator }) => {
    const connectionId = await connectionAt(administrator, "access");
    const renamed = { connectionId, destination: "klaviyo", name: "NEWSLETTER" };
    expect(await saveName(administrator, renamed)).toEqual({ ok: true, value: { connectionId } });
    expect((await findRow(connectionId)).name).toBe("NEWSLETTER");
  });

  it("goes to one of two who ask at once", async ({ administrator }) => {
    const input = { destination: "klaviyo", name: "Newsletter" };
    const results = await Promise.all([saveName(administrator, input), saveName(administrator, input)]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await prisma().connection.count()).toBe(1);
  });
});

describe("who may use it", () => {
  it("can be contributors who exist, are enabled and still have the role; each once", async ({
    administrator,
    contributor,
  }) => {
    const connectionId = await connectionAt(administrator, "access");
    const userIds = [contributor.id, contributor.id];
    expect(await saveAccess(administrator, { connectionId, access: "chosen", userIds })).toMatchObject({
      ok: true,
    });
    expect((await getConnection(administrator, connectionId)).userIds).toEqual([contributor.id]);

    const viewer = await addUser("viewer");
    const disabled = await addUser("contributor", { disabledAt: new Date() });
    for (const id of [viewer.id, disabled.id, administrator.id, randomUUID()]) {
      const input = { connectionId, access: "chosen", userIds: [contributor.id, id] } as const;
      const refusal = { code: "invalid", fields: { userIds: { code: "contributor_gone" } } };
      expect(await saveAccess(administrator, { ...input, userIds: [...input.userIds] })).toMatchObject(
        refusal,
      );
    }
    expect((await getConnection(administrator, connectionId)).userIds).toEqual([contributor.id]);
    expect((await listContributors(administrator)).map(({ id }) => id)).toEqual([contributor.id]);

    await saveAccess(administrator, { connectionId, access: "administrators", userIds: [contributor.id] });
    expect(await prisma().connectionUser.count()).toBe(0);
  });

  it("cannot be chosen contributors without one", () => {
    const input = { connectionId: randomUUID(), access: "chosen", userIds: [] };
    const { error } = saveAccessSchema.safeParse(input);
    expect(error && fieldProblems(error)).toMatchObject({ userIds: { code: "choose_contributors" } });
  });
});
