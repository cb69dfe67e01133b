import path from "node:path";
import { defineConfig } from "prisma/config";

// The engine ships as WebAssembly inside a package, so no Prisma command downloads one.
// See docs/decisions/0003-prisma-without-engine-download.md.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= path.join(
  import.meta.dirname,
  "scripts/prisma/schema-engine.mjs",
);
process.env.PRISMA_HIDE_UPDATE_MESSAGE ??= "1";

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_URL ?? "postgresql://unset@127.0.0.1:1/unset" },
});
