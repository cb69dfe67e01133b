#!/usr/bin/env node
// Offline stand-in for Prisma's native `schema-engine` binary: speaks the same JSON-RPC on stdio,
// backed by @prisma/schema-engine-wasm + @prisma/adapter-pg. Enabled by PRISMA_SCHEMA_ENGINE_BINARY.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { createRequire } from "node:module";
import pg from "pg";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as bg from "@prisma/schema-engine-wasm/schema_engine_bg";

const argv = process.argv.slice(2);
const opts = (name) => argv.flatMap((a, i) => (a === name ? [argv[i + 1]] : []));
const datasource = JSON.parse(opts("--datasource")[0] ?? "{}");
const log = (level, message, extra = {}) =>
  process.stderr.write(
    JSON.stringify({
      timestamp: new Date().toISOString(),
      level,
      fields: { message, ...extra },
      target: "schema_engine::logger",
    }) + "\n",
  );

if (argv.includes("--version")) {
  console.log("schema-engine-cli wasm-shim");
  process.exit(0);
}

const target = (url) => {
  const u = new URL(url);
  const schema = u.searchParams.get("schema") ?? "public";
  for (const p of ["schema", "connection_limit", "pool_timeout", "pgbouncer"]) u.searchParams.delete(p);
  return { url: u, database: decodeURIComponent(u.pathname.slice(1)), schema };
};
const withDb = (url, db) => {
  const u = new URL(url);
  u.pathname = "/" + encodeURIComponent(db);
  return u.toString();
};

async function tryConnect(url) {
  const c = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await c.connect();
  return c;
}
async function createDatabase(url) {
  const t = target(url);
  const c = await tryConnect(withDb(t.url, "postgres"));
  try {
    await c.query(`CREATE DATABASE "${t.database.replaceAll('"', '""')}"`);
  } finally {
    await c.end();
  }
  return t.database;
}

const cli = argv.indexOf("cli");
if (cli >= 0) {
  log("INFO", "schema-engine shim"); // the CLI drops the first stderr line
  try {
    if (argv[cli + 1] === "can-connect-to-database")
      await (await tryConnect(target(datasource.url).url.toString())).end();
    else if (argv[cli + 1] === "create-database") await createDatabase(datasource.url);
    else throw Object.assign(new Error(`unsupported: cli ${argv[cli + 1]}`), { code: "P1000" });
    log("INFO", "ok");
    process.exit(0);
  } catch (e) {
    const code =
      { "3D000": "P1003", "28P01": "P1000", ECONNREFUSED: "P1001", ENOTFOUND: "P1001", "42P04": "P1009" }[
        e.code
      ] ?? "P1011";
    log("ERROR", e.message || String(e.code), { error_code: code, is_panic: false });
    process.exit(1);
  }
}

// Column types the engine's catalog queries return; adapter-pg itself rejects "char", name[] and friends.
const T = {
  16: 5,
  18: 6,
  19: 7,
  20: 1,
  21: 0,
  23: 0,
  25: 7,
  26: 1,
  114: 11,
  700: 2,
  701: 3,
  1000: 69,
  1002: 70,
  1003: 71,
  1005: 64,
  1007: 64,
  1009: 71,
  1015: 71,
  1016: 65,
  1028: 65,
  1042: 7,
  1043: 7,
  1082: 8,
  1083: 9,
  1114: 10,
  1184: 10,
  1700: 4,
  2205: 7,
  2206: 7,
  2950: 15,
  3802: 11,
};
const keep = new Set([16, 21, 23, 26, 700, 701, 1000, 1002, 1005, 1007, 1009, 1015]);
const textArray = pg.types.getTypeParser(1009);
const types = {
  getTypeParser: (oid) =>
    oid === 1003 || oid === 1016 || oid === 1028
      ? textArray
      : oid === 1184 || oid === 1114
        ? (v) => v.replace(" ", "T").replace(/([+-]\d{2}(:\d{2})?)?$/, "+00:00")
        : keep.has(oid)
          ? pg.types.getTypeParser(oid)
          : (v) => v,
};

async function connect(connectionString, schema, onDispose) {
  const a = await new PrismaPg(
    { connectionString, max: 1, options: "-c timezone=UTC" },
    { schema },
  ).connect();
  const pool = a.underlyingDriver(),
    dispose = a.dispose.bind(a);
  a.queryRaw = async ({ sql, args }) => {
    try {
      const { fields, rows } = await pool.query({ text: sql, values: args, rowMode: "array", types });
      return {
        columnNames: fields.map((f) => f.name),
        columnTypes: fields.map((f) => T[f.dataTypeID] ?? 7),
        rows,
      };
    } catch (e) {
      return a.onError(e);
    }
  };
  // adapter-pg splits on ';', which breaks function bodies: send the script whole (simple protocol).
  a.executeScript = async (script) => {
    try {
      await pool.query(script);
    } catch (e) {
      a.onError(e);
    }
  };
  a.dispose = async () => {
    await dispose();
    await onDispose?.();
  };
  return a;
}
function factory(url) {
  const t = target(url),
    main = t.url.toString();
  return {
    provider: "postgres",
    adapterName: "@prisma/adapter-pg",
    connect: () => connect(main, t.schema),
    async connectToShadowDb() {
      if (datasource.shadowDatabaseUrl)
        return connect(target(datasource.shadowDatabaseUrl).url.toString(), t.schema);
      const name = `prisma_migrate_shadow_db_${crypto.randomUUID()}`;
      const admin = async (sql) => {
        const c = await tryConnect(main);
        try {
          await c.query(sql);
        } finally {
          await c.end();
        }
      };
      await admin(`CREATE DATABASE "${name}"`);
      return connect(withDb(t.url, name), t.schema, () =>
        admin(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`),
      );
    },
  };
}

const require = createRequire(import.meta.url);
const wasmPath = require.resolve("@prisma/schema-engine-wasm/schema_engine_bg").replace(/\.js$/, ".wasm");
const { instance } = await WebAssembly.instantiate(readFileSync(wasmPath), { "./schema_engine_bg.js": bg });
bg.__wbg_set_wasm(instance.exports);
instance.exports.__wbindgen_start();
globalThis.PRISMA_WASM_PANIC_REGISTRY = {
  set_message(m) {
    log("ERROR", m);
  },
};

const datamodels = opts("--datamodels").map((p) => [p, readFileSync(p, "utf8")]);
let bound;
const engine = async () => {
  if (!bound) {
    const adapter = bindMigrationAwareSqlAdapterFactory(
      factory(datasource.url ?? "postgresql://unset@127.0.0.1:1/unset"),
    );
    bound = {
      adapter,
      engine: await bg.SchemaEngine.new(
        { datamodels: datamodels.length ? datamodels : undefined },
        (m) => process.env.DEBUG && process.stderr.write(String(m) + "\n"),
        adapter,
      ),
    };
  }
  return bound;
};
const rename = { getDatabaseVersion: "version" };
const rl = createInterface({ input: process.stdin, crlfDelay: Infinity });
let pending = Promise.resolve();
rl.on("line", (line) => {
  if (!line.trim()) return;
  pending = pending.then(async () => {
    const { id, method, params } = JSON.parse(line);
    if (!method) return;
    let reply;
    try {
      let result;
      if (method === "createDatabase") result = { databaseName: await createDatabase(datasource.url) };
      else {
        const b = await engine();
        result = await b.engine[rename[method] ?? method](params);
      }
      if (method === "diff" && result.stdout != null)
        process.stdout.write(
          JSON.stringify({
            jsonrpc: "2.0",
            id: `print-${id}`,
            method: "print",
            params: { content: result.stdout },
          }) + "\n",
        );
      reply = { jsonrpc: "2.0", id, result: result ?? null };
    } catch (e) {
      let message = e?.message ?? String(e),
        error_code = e?.code ?? null;
      try {
        const j = JSON.parse(message);
        message = j.message ?? message;
        error_code = j.error_code ?? error_code;
      } catch {}
      reply = {
        jsonrpc: "2.0",
        id,
        error: {
          code: 4466,
          message: "An error happened. Check the data field for details.",
          data: { is_panic: false, message, meta: e?.meta ?? null, error_code },
        },
      };
    }
    process.stdout.write(JSON.stringify(reply) + "\n");
  });
});
rl.on("close", () => pending.finally(() => process.exit(0)));
