import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { auditActions, auditedTypes } from "@/lib/audit/actions";
import { segmentChanges } from "@/lib/segments/history/changes";
import { root } from "@/scripts/paths";

const sources = globSync("{lib,prisma,scripts,worker}/**/*.ts", { cwd: root, exclude: ["**/*.test.ts"] })
  .map((file) => readFileSync(path.join(root, file), "utf8"))
  .filter((text) => /\brecordAudit(?:Sql)?\(/.test(text));

const found = (pattern: RegExp) => [
  ...new Set(sources.flatMap((text) => [...text.matchAll(pattern)].map(([, name]) => name ?? ""))),
];

const written = [
  ...found(/action: "([a-z_.]+)"/g),
  ...found(/action: .* \? "([a-z_.]+)" :/g),
  ...found(/action: .* : "([a-z_.]+)"/g),
  ...segmentChanges.map((change) => `segment.${change}`),
];

describe("everything that is written to the audit log has a sentence", () => {
  it("finds what is written in the sources", () => {
    for (const action of [
      "run.start",
      "consent.withdraw",
      "connection.replace_key",
      "export.edit",
      "secrets.rotate",
    ])
      expect(written).toContain(action);
  });

  it.each(written)("%s", (action) => {
    expect(auditActions).toContain(action);
  });

  it.each(found(/objectType: "([a-z_]+)"/g))("done to a %s", (type) => {
    expect(auditedTypes).toContain(type);
  });
});
