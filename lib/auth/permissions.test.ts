import { expect, it } from "vitest";
import { Forbidden } from "@/lib/errors";
import { type Actor, can, canUseConnection, permissions, requirePermission } from "./permissions";

const as = (role: "viewer" | "contributor" | "administrator"): Actor => ({ kind: "user", id: "u", role });

it.each([
  ["viewer", ["export:read", "profile:read", "segment:read", "source:read", "system:read"]],
  [
    "contributor",
    [
      "export:read",
      "export:run",
      "export:write",
      "profile:read",
      "profile:reveal",
      "segment:read",
      "segment:write",
      "source:read",
      "source:write",
      "system:read",
    ],
  ],
  ["administrator", Object.keys(permissions)],
] as const)("gives a %s exactly what the roles table says", (role, expected) => {
  const granted = (Object.keys(permissions) as (keyof typeof permissions)[]).filter((one) =>
    can(as(role), one),
  );
  expect(granted.sort()).toEqual([...expected].sort());
});

it("throws Forbidden for what a role lacks", () => {
  expect(() => requirePermission(as("viewer"), "segment:write")).toThrow(Forbidden);
});

const someoneElse = [{ userId: "v" }];
const me = [{ userId: "v" }, { userId: "u" }];
it.each([
  ["administrator", "administrators", [], true],
  ["administrator", "chosen", someoneElse, true],
  ["contributor", "administrators", me, false],
  ["contributor", "contributors", [], true],
  ["contributor", "chosen", me, true],
  ["contributor", "chosen", someoneElse, false],
  ["viewer", "contributors", me, false],
  ["viewer", "chosen", me, false],
] as const)("of a %s and a connection for %s, shared with %j, says %s", (role, access, users, expected) => {
  expect(canUseConnection(as(role), { access, users })).toBe(expected);
});

it("lets Ferry itself use every connection", () => {
  const ferry: Actor = { kind: "system", job: "export.tick" };
  expect(canUseConnection(ferry, { access: "administrators", users: [] })).toBe(true);
});
