import { randomUUID } from "node:crypto";
import { describe, expect } from "vitest";
import type { UserActor } from "@/lib/auth/current-actor";
import { activate } from "@/lib/connections/activate";
import { addExportUser } from "@/lib/connections/add-export-user";
import { connect } from "@/lib/connections/connect";
import { finishOauth } from "@/lib/connections/finish-oauth";
import {
  getConnection,
  listConnectionExports,
  listConnections,
  listContributors,
} from "@/lib/connections/queries";
import { removeConnection } from "@/lib/connections/remove-connection";
import { saveAccess } from "@/lib/connections/save-access";
import { saveKey } from "@/lib/connections/save-key";
import { saveLimits } from "@/lib/connections/save-limits";
import { saveName } from "@/lib/connections/save-name";
import { connectionIdSchema } from "@/lib/connections/schema";
import { passOauth, startOauth } from "@/lib/connections/start-oauth";
import { withdrawConsent } from "@/lib/connections/withdraw-consent";
import { prisma } from "@/lib/db";
import { Forbidden, NotFound } from "@/lib/errors";
import {
  acme,
  activeConnection,
  agreeTo,
  asked,
  connectionAt,
  findRow,
  useKlaviyo,
} from "../support/connections";
import { it } from "../support/workspace";

const klaviyo = useKlaviyo();

type Call = (actor: UserActor, connectionId: string) => Promise<unknown>;
/** Every command and query that works on one connection. */
const onOne: [string, Call][] = [
  [
    "saveName",
    (actor, connectionId) => saveName(actor, { connectionId, destination: "klaviyo", name: "Renamed" }),
  ],
  [
    "saveAccess",
    (actor, connectionId) => saveAccess(actor, { connectionId, access: "contributors", userIds: [] }),
  ],
  ["saveKey", (actor, connectionId) => saveKey(actor, { connectionId, key: acme.key })],
  ["agree", (actor, connectionId) => agreeTo(actor, connectionId)],
  ["connect", (actor, connectionId) => connect(actor, { connectionId })],
  ["startOauth", (actor, connectionId) => startOauth(actor, { connectionId }, randomUUID())],
  ["passOauth", (actor, connectionId) => passOauth(actor, { connectionId })],
  ["addExportUser", (actor, connectionId) => addExportUser(actor, { connectionId })],
  ["activate", (actor, connectionId) => activate(actor, { connectionId })],
  ["withdrawConsent", (actor, connectionId) => withdrawConsent(actor, { connectionId })],
  ["removeConnection", (actor, connectionId) => removeConnection(actor, { connectionId })],
  ["getConnection", (actor, connectionId) => getConnection(actor, connectionId)],
  ["listConnectionExports", (actor, connectionId) => listConnectionExports(actor, connectionId)],
  [
    "saveLimits",
    (actor, connectionId) =>
      saveLimits(actor, {
        connectionId,
        exportLimit: 5,
        reservePercent: 5,
        removalPercent: 5,
        invalidPercent: 5,
      }),
  ],
];
const onNone: [string, Call][] = [
  ["saveName of a new one", (actor) => saveName(actor, { destination: "klaviyo", name: "Another" })],
  ["finishOauth", (actor) => finishOauth(actor, { state: "x", code: "y" }, randomUUID())],
  ["listConnections", (actor) => listConnections(actor)],
  ["listContributors", (actor) => listContributors(actor)],
];

describe("permissions", () => {
  it.for([...onOne, ...onNone])(
    "%s is forbidden to contributors and viewers, and changes nothing",
    async ([, call], { administrator, contributor, viewer }) => {
      const connectionId = await activeConnection(administrator);
      await saveAccess(administrator, { connectionId, access: "chosen", userIds: [contributor.id] });
      const before = await findRow(connectionId);
      klaviyo().control.clearLog();
      for (const actor of [contributor, viewer])
        await expect(call(actor, connectionId)).rejects.toThrow(Forbidden);
      expect(await findRow(connectionId)).toEqual(before);
      expect(await prisma().connection.count()).toBe(1);
      expect(asked(klaviyo())).toEqual([]);
    },
  );
});

describe("a connection that is not there", () => {
  it.for(onOne)(
    "%s does not find an unknown, a malformed and a removed one",
    async ([, call], { administrator }) => {
      const removed = await connectionAt(administrator, "access");
      await removeConnection(administrator, { connectionId: removed });
      for (const id of [randomUUID(), "1", "' OR 1=1", "\0", removed])
        await expect(call(administrator, id)).rejects.toThrow(NotFound);
      expect((await findRow(removed)).name).toBe("Newsletter");
    },
  );

  it("malformed ids do not pass the shapes of the forms either", () => {
    expect(connectionIdSchema.safeParse({ connectionId: "1" }).success).toBe(false);
  });

  it("a destination that does not exist is not found", async ({ administrator }) => {
    await expect(saveName(administrator, { destination: "mailchimp", name: "M" })).rejects.toThrow(NotFound);
    expect(await prisma().connection.count()).toBe(0);
  });
});

describe("the order of the steps", () => {
  const call = Object.fromEntries(onOne);
  it.for([
    ["access", ["saveKey", "agree", "startOauth", "addExportUser", "activate"]],
    ["key", ["agree", "startOauth", "addExportUser", "activate"]],
    ["consent", ["startOauth", "addExportUser", "activate"]],
    ["connect", ["startOauth", "addExportUser", "activate"]],
    ["oauth", ["addExportUser", "activate"]],
    ["exportUser", ["activate"]],
  ] as const)("a draft at %s keeps the later steps closed: %s", async ([step, later], { administrator }) => {
    const connectionId = await connectionAt(administrator, step);
    const before = await findRow(connectionId);
    klaviyo().control.clearLog();
    for (const name of later)
      expect(await call[name]?.(administrator, connectionId)).toMatchObject({
        ok: false,
        code: "step_closed",
      });
    expect(await findRow(connectionId)).toEqual(before);
    expect(before).toMatchObject({ status: "draft", exportUserId: null });
    expect(asked(klaviyo())).toEqual([]);
    expect((await getConnection(administrator, connectionId)).currentStep).toBe(step);
  });
});
