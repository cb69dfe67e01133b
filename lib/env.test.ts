import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parseEnv, settingNames } from "./env";

const good = {
  FERRY_MODE: "production",
  DATABASE_URL: "postgresql://ferry:secret@db.internal:5432/ferry",
  AUTH_SECRET: "pX3vN8qLr5tY2wZ7kM4jH9gF6dS1aQ0c",
  FERRY_MASTER_KEY: Buffer.alloc(32, 7).toString("base64"),
  FERRY_PUBLIC_URL: "https://ferry.example.com",
};

function problemsOf(change: Record<string, string | undefined>): string[] {
  const parsed = parseEnv({ ...good, ...change });
  return parsed.ok ? [] : parsed.problems;
}

it("lists in .env.example exactly the settings that are read", () => {
  const example = readFileSync(new URL("../.env.example", import.meta.url), "utf8");
  expect([...example.matchAll(/^([A-Z_]+)=/gm)].map((match) => match[1])).toEqual(settingNames);
});

it("accepts a complete production configuration", () => {
  expect(problemsOf({})).toEqual([]);
});

it.each([
  ["DATABASE_URL", undefined, "is missing; set it to the PostgreSQL address"],
  ["DATABASE_URL", "mysql://x", "must be a PostgreSQL address"],
  ["AUTH_SECRET", undefined, "is missing; set it to at least 32 random characters"],
  ["AUTH_SECRET", "changeme", "must be at least 32 random characters"],
  ["AUTH_SECRET", "a".repeat(64), "must be at least 32 random characters"],
  ["FERRY_MASTER_KEY", "", "is missing; set it to 32 random bytes"],
  ["FERRY_MASTER_KEY", "short", "must be 32 random bytes"],
  ["FERRY_PUBLIC_URL", undefined, "is missing; set it to the address people open"],
  ["FERRY_PUBLIC_URL", "http://ferry.example.com", "must begin with https://"],
  ["FERRY_PUBLIC_URL", "ferry", "must be a web address"],
  ["PORT", "70000", "must be a port number"],
  ["PORT", "web", "must be a port number"],
  ["TRUSTED_PROXIES", "-1", "must be a number of proxies from 0 to 10"],
  ["FERRY_OTHER_MASTER_KEYS", "short", "must be keys of 32 random bytes in base64"],
  ["AUDIT_HEAD_URL", "head", "must be a web address"],
  ["KLAVIYO_ANSWER_SECONDS", "0", "must be a number of seconds from 1 to 600"],
  ["KLAVIYO_ANSWER_SECONDS", "soon", "must be a number of seconds from 1 to 600"],
  ["SESSION_IDLE_HOURS", "0", "must be a whole number of hours from 1 to 720"],
  ["SESSION_DAYS", "91", "must be a whole number of days from 1 to 90"],
  ["OIDC_EMAILS", "all", "must be verified or trusted"],
  ["FERRY_MODE", "prod", "must be one of practice, live, production"],
])("refuses to start when %s is %s, naming it and what to set", (name, value, sentence) => {
  const problems = problemsOf({ [name]: value });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(`${name} ${sentence}`);
});

it("names every problem at once", () => {
  expect(problemsOf({ AUTH_SECRET: "", FERRY_MASTER_KEY: "" })).toHaveLength(2);
});

it("wants the two OAuth settings together", () => {
  expect(problemsOf({ KLAVIYO_CLIENT_ID: "id" })[0]).toContain("KLAVIYO_CLIENT_SECRET");
});

describe("master keys in a file", () => {
  const key = (byte: number) => Buffer.alloc(32, byte).toString("base64");
  const folder = mkdtempSync(path.join(tmpdir(), "ferry-keys-"));
  const file = path.join(folder, "keys");
  afterAll(() => rmSync(folder, { recursive: true }));
  const fromFile = { FERRY_MASTER_KEY: undefined, FERRY_MASTER_KEY_FILE: file };

  it("are read a line each, of which the first is the current one", () => {
    writeFileSync(file, `${key(1)}\n${key(2)}\n\n${key(3)}\n`);
    const parsed = parseEnv({ ...good, ...fromFile });
    expect(parsed).toMatchObject({
      ok: true,
      env: { FERRY_MASTER_KEY: key(1), FERRY_OTHER_MASTER_KEYS: [key(2), key(3)] },
    });
  });

  it("are checked like those of the environment", () => {
    writeFileSync(file, `${key(1)}\nshort\n`);
    expect(problemsOf(fromFile)).toEqual([
      "FERRY_OTHER_MASTER_KEYS must be keys of 32 random bytes in base64, with commas between them",
    ]);
  });

  it("stand in place of those of the environment, and of a file that is not there nothing is made up", () => {
    expect(problemsOf({ FERRY_MASTER_KEY_FILE: file })[0]).toContain("set one or the other");
    expect(problemsOf({ ...fromFile, FERRY_MASTER_KEY_FILE: "/nowhere" })).toEqual([
      "FERRY_MASTER_KEY_FILE cannot be read (ENOENT): /nowhere",
    ]);
  });
});

const issuer = {
  OIDC_ISSUER: "https://issuer.example.com",
  OIDC_CLIENT_ID: "ferry",
  OIDC_CLIENT_SECRET: "secret",
};
const byRoles = { OIDC_ROLE_CLAIM: "groups", OIDC_ROLES: "a=administrator, b = viewer" };

it.each([
  [issuer, ""],
  [{ ...issuer, ...byRoles, OIDC_NEW_USERS: "create" }, ""],
  [{ ...issuer, OIDC_CLIENT_SECRET: "" }, "must be set together, or none of them"],
  [{ ...issuer, OIDC_ISSUER: "http://issuer.example.com" }, "OIDC_ISSUER must begin with https://"],
  [{ ...issuer, OIDC_ROLE_CLAIM: "groups" }, "OIDC_ROLE_CLAIM and OIDC_ROLES must be set together"],
  [{ ...issuer, OIDC_NEW_USERS: "create" }, "OIDC_NEW_USERS can be create only with OIDC_ROLE_CLAIM"],
  [{ ...issuer, ...byRoles, OIDC_ROLES: "a=owner" }, "OIDC_ROLES must map values to roles"],
])("says of the single sign-on %j: %s", (settings, sentence) => {
  const problems = problemsOf(settings);
  if (sentence === "") expect(problems).toEqual([]);
  else expect(problems.join()).toContain(sentence);
});
