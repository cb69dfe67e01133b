import { expect, it } from "vitest";
import { putBetweenMarks, toTable } from "./reliability-table";

const figures = { injected: "a kill", seed: "s1", seconds: 1, passed: true, result: "successful" };

it("sorts cases by number and shows what a test did not measure as a dash", () => {
  const [, , first, second] = toTable([
    { ...figures, title: "F10 goes on", passed: false },
    { ...figures, title: "F2 nobody is doubled", people: 1_000, lost: 0 },
  ]).split("\n");
  expect(first).toMatch(/^\| F2 \| nobody is doubled \| a kill \| 1,000 \| 0 \| – /);
  expect(second).toContain("| **FAILED**: successful |");
});

it("replaces what stands between the marks and nothing else", () => {
  const page =
    "before\n<!-- figures: written by npm run test:fault -->\nold\n<!-- end of figures -->\nafter\n";
  const written = putBetweenMarks(page, "new");
  expect(written).toContain("before\n<!-- figures: written by npm run test:fault -->\n\nnew\n\n<!-- end");
  expect(written).not.toContain("old");
  expect(putBetweenMarks(written, "new")).toBe(written);
  expect(() => putBetweenMarks("nothing", "new")).toThrow("lacks");
});
