import { expect, it } from "vitest";
import { unknownNotation } from "./field-types";
import { inferFieldType } from "./infer-field-type";

it.each([
  [[], "text", {}],
  [["", " "], "text", {}],
  [["12", "", "7"], "number", { decimal: "none" }],
  [["12.5", "7"], "number", { decimal: "." }],
  [["12,5", "1.234"], "number", { decimal: "," }],
  [["1,234", "0.5"], "number", { decimal: "." }],
  [["1 234", "56"], "number", { decimal: "none" }],
  [["1.234", "1.234.567"], "number", { decimal: "," }],
  [["1.234", "5.678"], "text", {}],
  [["12.5", "12,5"], "text", {}],
  [["01234", "1117"], "text", {}],
  [["12345678901234567890"], "text", {}],
  [["+36 30 123 4567"], "text", {}],
  [["1", "0", "1"], "number", { decimal: "none" }],
  [["1", "no"], "boolean", {}],
  [["igen", "Nem", ""], "boolean", {}],
  [["yes", "maybe"], "text", {}],
  [["2024-03-01", "2024.03.01."], "date", {}],
  [["01.03.2024"], "date", {}],
  [["03/04/2024", "03/25/2024"], "date", { slashDate: "month" }],
  [["03/04/2024", "25/03/2024"], "date", { slashDate: "day" }],
  [["03/04/2024", "05/06/2024"], "text", {}],
  [["03/25/2024", "25/03/2024"], "text", {}],
  [["2024-03-01T10:00:00Z", "2024-03-02"], "datetime", {}],
  [["03/25/2024 10:00", "03/04/2024 11:00"], "datetime", { slashDate: "month" }],
  [["2024-03-01", "soon"], "text", {}],
])("takes %j for %s", (values, type, notation) => {
  expect(inferFieldType(values)).toEqual({ type, notation: { ...unknownNotation, ...notation } });
});
