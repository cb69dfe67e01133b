import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { destinations } from "@/lib/destinations/registry";
import en from "@/messages/en.json";
import { root } from "@/scripts/paths";

// Both languages have the same keys: messages.test.ts.
function find(key: string): unknown {
  return key.split(".").reduce<unknown>((branch, part) => (branch as Record<string, unknown>)?.[part], en);
}

describe.each(destinations.map(({ key, fields }) => ({ key, fields })))("$key", ({ key, fields }) => {
  it.each(fields.map(({ labelKey }) => labelKey))("has words for %s", (labelKey) => {
    expect(find(labelKey)).toEqual(expect.stringMatching(/./));
  });

  it("has a sentence for every reason to leave a value out", () => {
    const files = globSync("*.ts", { cwd: path.join(root, "lib/destinations", key), exclude: ["*.test.ts"] });
    const sources = files.map((file) => readFileSync(path.join(root, "lib/destinations", key, file), "utf8"));
    const patterns = [/\bwarn\([^,]+, "(\w+)"\)/g, /code: "((?:phone|property_name)_\w+)"/g];
    const codes = sources.flatMap((source) =>
      patterns.flatMap((pattern) => [...source.matchAll(pattern)].map(([, code]) => code ?? "")),
    );
    expect(codes).toContain("phone_implausible");
    for (const code of codes) expect(find(`destinations.${key}.warnings.${code}`), code).toBeTruthy();
  });
});
