import fc from "fast-check";
import { expect, it } from "vitest";
import { createRedactor } from "./create-redactor";

const secrets = fc.stringMatching(/^pk_[A-Za-z0-9_-]{8,40}$/);

it("leaves no secret and no address in any text around them", () => {
  fc.assert(
    fc.property(secrets, fc.emailAddress(), fc.string(), fc.string(), (secret, email, before, after) => {
      const forms = [secret, Buffer.from(secret).toString("base64"), email, encodeURIComponent(email)];
      for (const form of forms) {
        const clean = createRedactor([secret])(`${before} ${form} ${after}`);
        expect(clean).not.toContain(form);
      }
      const glued = createRedactor([secret])(`${before}${secret}${email}${after}`);
      expect(glued).not.toContain(secret);
      expect(glued).not.toContain(email);
    }),
  );
});

it.each([
  ["Invalid email address: anna@example.com.", "Invalid email address: ***"],
  ["filter=equals(email,%22anna%40example.com%22) refused", "*** refused"],
  [String.raw`{"email":"anna\u0040example.com"} x`, "*** x"],
  ["anna\uFF20example.com was refused", "*** was refused"],
  ["a key pk_0123456789 nobody told us of", "a key *** nobody told us of"],
  ["phone +36301234567 is taken", "phone *** is taken"],
  ["Expected available in 67608 seconds.", "Expected available in 67608 seconds."],
  ["A list with id `YafG4m` does not exist.", "A list with id `YafG4m` does not exist."],
])("%j becomes %j", (text, expected) => {
  expect(createRedactor([])(text)).toBe(expected);
});

it("finds a secret as it stands in a query and in a Basic header", () => {
  const redact = createRedactor(["s3cret:with/slashes"]);
  expect(redact("token=s3cret%3Awith%2Fslashes&x=1")).toBe("token=***&x=1");
  expect(redact(`Basic ${Buffer.from("s3cret:with/slashes").toString("base64")}`)).toBe("Basic ***");
});
