import { expect, it } from "vitest";
import { toCsv, toMarkdown } from "./record";

const record = {
  title: "Record",
  madeAt: "As of today",
  sections: [
    { title: "Sources", columns: ["Source", "People"], rows: [["Shop | *north*", "12"]] },
    { title: "Measures", columns: ["Measure"], rows: [["=1+1"]] },
  ],
};

it("is a table for each section in Markdown, in which no name ends a cell", () => {
  expect(toMarkdown(record)).toBe(
    "# Record\n\nAs of today\n\n## Sources\n\n| Source | People |\n| --- | --- |\n" +
      "| Shop \\| \\*north\\* | 12 |\n\n## Measures\n\n| Measure |\n| --- |\n| =1+1 |\n",
  );
});

it("is one table in CSV, whose cells say which column they are of", () => {
  expect(toCsv(record, "Section")).toBe(
    "\ufeffSection,1,2\r\nSources,Source: Shop | *north*,People: 12\r\nMeasures,Measure: =1+1\r\n",
  );
});
