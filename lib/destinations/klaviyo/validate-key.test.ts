import { expect, it } from "vitest";
import { secretSchema, validateKey } from "./validate-key";

const key = `pk_${"a1B2c3D4e5".repeat(3)}abcd`;

it.each([
  ["a private key", key, { ok: true, key }],
  ["one with spaces and line ends around it", ` \n${key}\t `, { ok: true, key }],
  ["one of the dashed kind", "pk_0123456789-abcdef_1", { ok: true, key: "pk_0123456789-abcdef_1" }],
  ["a public key", "YafG4m", { ok: false, code: "public_key" }],
  ["a public key with spaces", " YafG4m ", { ok: false, code: "public_key" }],
  ["nothing", "   ", { ok: false, code: "required" }],
  ["only the prefix", "pk_", { ok: false, code: "not_a_private_key" }],
  ["a key with a space inside", `${key} ${key}`, { ok: false, code: "not_a_private_key" }],
  [
    "a key with a line end inside, which no header may carry",
    `${key}\nx`,
    { ok: false, code: "not_a_private_key" },
  ],
  ["letters no header may carry", "pk_ábcdefghijkl", { ok: false, code: "not_a_private_key" }],
  ["a header", `Klaviyo-API-Key ${key}`, { ok: false, code: "not_a_private_key" }],
  ["seven characters", "YafG4mm", { ok: false, code: "not_a_private_key" }],
])("%s", (_, text, expected) => {
  expect(validateKey(text)).toEqual(expected);
});

it("is what the form's schema says", () => {
  expect(secretSchema.parse({ key: ` ${key}` })).toEqual({ key });
  expect(secretSchema.safeParse({ key: "YafG4m" }).error?.issues[0]?.message).toBe("public_key");
});
