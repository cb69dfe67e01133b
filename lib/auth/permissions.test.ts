import { expect, it } from "vitest";
import { Forbidden } from "@/lib/errors";
import { type Actor, can, permissions, requirePermission } from "./permissions";

const as = (role: "viewer" | "contributor" | "administrator"): Actor => ({ kind: "user", id: "u", role });

it.each([
  ["viewer", ["profile:read", "segment:read", "source:read"]],
  [
    "contributor",
    ["profile:read", "profile:reveal", "segment:read", "segment:write", "source:read", "source:write"],
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
