import { expect, it } from "vitest";
import { putBetweenMarks, replaceRows, toTable } from "./reliability-table";

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

it("puts the rows of some tests in place of what they came to before, and leaves the others", () => {
  const all = [
    { ...figures, title: "F10 goes on | on", passed: false },
    { ...figures, title: "F2 nobody is doubled", people: 1_000 },
  ];
  const mark = "<!-- figures: written by npm run test:fault -->";
  const page = `${mark}\n\n3 minutes; seed \`s1\`.\n\n${toTable(all)}\n\n<!-- end of figures -->\n`;
  const better = { ...figures, title: "F10 goes on | on", seed: "s2" };
  const added = { ...figures, title: "F3 ends in order" };
  const rows = toTable([all[1] ?? better, added, better]);
  expect(replaceRows(page, [better, added])).toBe(`3 minutes; seed \`s1\`.\n\n${rows}`);
});
