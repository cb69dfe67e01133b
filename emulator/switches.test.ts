import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { defaultSwitches, switchesSchema } from "./switches.ts";

test("the defaults are positions the switches have", () => {
  expect(switchesSchema.parse(defaultSwitches)).toEqual(defaultSwitches);
});

test("README.md lists every switch with its default", () => {
  const readme = readFileSync(path.join(import.meta.dirname, "README.md"), "utf8");
  const listed = Object.fromEntries(
    [...readme.matchAll(/^\| `(\w+)` +\| `([^`]+)` +\|/gm)].map(([, name, position]) => [
      name,
      JSON.parse(position!) as unknown,
    ]),
  );
  expect(listed).toEqual(defaultSwitches);
});
