import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it as base } from "vitest";
import { requireInstallation } from "@/lib/installation";
import { applyMigrations } from "@/lib/migrations";
import { ask, emptyDatabase } from "../support/empty-database";
import { runScript, testSettings } from "../support/run-script";

const scripts = ["scripts/start.ts", "scripts/web.ts", "scripts/worker.ts", "scripts/migrate.ts"];
const secret = "0123456789abcdefghijABCDEFGHIJ+/";
const secrets = { AUTH_SECRET: secret, FERRY_MASTER_KEY: Buffer.alloc(32, 7).toString("base64") };

const it = base.extend<{ dataDir: string; takenPort: number; freePort: number }>({
  dataDir: async ({ task: _ }, use) => {
    const folder = mkdtempSync(path.join(tmpdir(), "ferry-start-"));
    await use(path.join(folder, "data"));
    rmSync(folder, { recursive: true });
  },
  takenPort: async ({ task: _ }, use) => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    await use((server.address() as AddressInfo).port);
    server.close();
  },
  freePort: async ({ task: _ }, use) => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    await use(port);
  },
});

describe.for(scripts)("%s in production", (script) => {
  const production = { FERRY_MODE: "production" };

  it("with nothing set says all that is missing and what to set it to, and makes nothing", async ({
    dataDir,
  }) => {
    const { code, output } = await runScript(script, { env: { ...production, FERRY_DATA_DIR: dataDir } });
    expect(code).toBe(1);
    expect(output.split("\n")).toEqual([
      "Ferry cannot start:",
      "- DATABASE_URL is missing; set it to the PostgreSQL address, postgresql://user:password@host:5432/name",
      "- AUTH_SECRET is missing; set it to at least 32 random characters: openssl rand -base64 32",
      "- FERRY_MASTER_KEY is missing; set it to 32 random bytes in base64: openssl rand -base64 32",
      "README.md lists all settings.",
      "",
    ]);
    expect(existsSync(dataDir)).toBe(false);
  });

  it("with these set asks for the address people open", async ({ dataDir }) => {
    const env = { ...production, ...testSettings(), ...secrets, FERRY_DATA_DIR: dataDir };
    const { code, output } = await runScript(script, { env });
    expect(code).toBe(1);
    expect(output).toContain(
      "- FERRY_PUBLIC_URL is missing; set it to the address people open, https://ferry.example.com",
    );
  });
});

describe("scripts/start.ts", () => {
  it.for([
    ["AUTH_SECRET", "changeme", "AUTH_SECRET must be at least 32 random characters"],
    ["AUTH_SECRET", "a".repeat(64), "AUTH_SECRET must be at least 32 random characters"],
    ["FERRY_MASTER_KEY", "c2hvcnQ=", "FERRY_MASTER_KEY must be 32 random bytes in base64"],
    ["DATABASE_URL", "mysql://localhost/ferry", "DATABASE_URL must be a PostgreSQL address"],
    ["PORT", "eighty", "PORT must be a port number from 1 to 65535"],
    ["FERRY_MODE", "prodction", "FERRY_MODE must be one of practice, live, production"],
  ] as const)(
    "names %s when it is %s, without repeating it",
    async ([name, value, sentence], { dataDir }) => {
      const env = {
        ...testSettings(),
        ...secrets,
        FERRY_MODE: "live",
        FERRY_DATA_DIR: dataDir,
        [name]: value,
      };
      const { code, output } = await runScript("scripts/start.ts", { env });
      expect(code).toBe(1);
      expect(output).toContain(`- ${sentence}`);
      expect(output).not.toContain(value);
    },
  );

  it("takes a setting that is empty for one that is missing", async ({ dataDir }) => {
    const env = { FERRY_MODE: "production", DATABASE_URL: "", FERRY_DATA_DIR: dataDir };
    const { output } = await runScript("scripts/start.ts", { env });
    expect(output).toContain("- DATABASE_URL is missing");
  });
});

describe.for(["scripts/start.ts", "scripts/web.ts"])("%s", (script) => {
  it("says that its port is taken", async ({ dataDir, takenPort }) => {
    const env = {
      ...testSettings(),
      FERRY_MODE: "live",
      FERRY_DATA_DIR: dataDir,
      PORT: String(takenPort),
    };
    const { code, output } = await runScript(script, { env });
    expect(code).toBe(1);
    expect(output).toContain(`Port ${takenPort} at 127.0.0.1 is taken by another program.`);
  });

  it("in live mode refuses the database of a practice installation", async ({ dataDir, freePort }) => {
    const url = await emptyDatabase();
    await applyMigrations(url);
    await requireInstallation(
      async (sql, values) => ({ rows: await ask<{ mode: string }>(url, sql, values) }),
      "practice",
    );
    const env = {
      DATABASE_URL: url,
      FERRY_MODE: "live",
      FERRY_DATA_DIR: dataDir,
      PORT: String(freePort),
      LOG_LEVEL: "silent",
    };
    const { code, output } = await runScript(script, { env });
    expect(code).toBe(1);
    expect(output).toBe(
      "This database belongs to a practice installation, but FERRY_MODE is live. Give DATABASE_URL another database.\n",
    );
    expect(await ask(url, 'SELECT count(*)::int AS users FROM "user"')).toEqual([{ users: 0 }]);
  });
});

it("scripts/web.ts refuses a database whose schema is not its own, and changes nothing in it", async ({
  dataDir,
  freePort,
}) => {
  const url = await emptyDatabase();
  const env = { DATABASE_URL: url, FERRY_MODE: "live", FERRY_DATA_DIR: dataDir, PORT: String(freePort) };
  const { code, output } = await runScript("scripts/web.ts", { env });
  expect(code).toBe(1);
  expect(output).toMatch(
    /^The database lacks \d+ migration\(s\), from \d+_foundation on\. Run "npm run migrate"\.\n$/,
  );
  expect(await ask(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).toEqual([]);
  expect(readdirSync(dataDir)).toEqual(["secrets.json"]);
});
