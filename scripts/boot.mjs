// `node scripts/boot.mjs <script> [args]`: puts dependencies in place, then runs the script under the Node
// release pinned in package.json. Builtins only, and plain enough for Node 20: nothing is installed yet.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const bin = path.join(root, "node_modules/.bin");
const pinned = path.join(bin, "node");
// A function, since the pinned Node is not there before the first installation.
const node = () => (existsSync(pinned) ? pinned : process.execPath);

function hashOf(...files) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(readFileSync(path.join(root, file)));
  return hash.digest("hex");
}

/** Does `work` unless it was done for the same content of `files`, as `stamp` remembers. */
function whenChanged(stamp, files, work) {
  const file = path.join(root, stamp);
  const current = hashOf(...files);
  if (existsSync(file) && readFileSync(file, "utf8") === current) return;
  const result = work();
  if (result.status !== 0) {
    console.error(`${result.stdout ?? ""}${result.stderr ?? ""}`);
    process.exit(result.status ?? 1);
  }
  writeFileSync(file, current);
}

function install() {
  console.log("Installing what Ferry needs (once; about a minute)…");
  const options = ["--no-audit", "--no-fund", "--loglevel=error"];
  return spawnSync("npm", ["ci", ...options], { cwd: root, stdio: "inherit" });
}

function generatePrismaClient() {
  const prisma = path.join(root, "node_modules/prisma/build/index.js");
  return spawnSync(node(), [prisma, "generate"], { cwd: root, encoding: "utf8" });
}

if (Number(process.versions.node.split(".")[0]) < 20) {
  console.error(`Ferry needs Node 20 or newer to start; this is ${process.version}.`);
  process.exit(1);
}
whenChanged("node_modules/.ferry-lock", ["package-lock.json"], install);
mkdirSync(path.join(root, "generated"), { recursive: true });
whenChanged("generated/.ferry-schema", ["package-lock.json", "prisma/schema.prisma"], generatePrismaClient);

const [script, ...args] = process.argv.slice(2);
const child = spawn(node(), ["--import", "tsx", script, ...args], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", PATH: bin + path.delimiter + process.env.PATH },
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
