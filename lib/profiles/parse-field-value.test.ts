import { describe, expect, it } from "vitest";
import { unknownNotation, type FieldNotation, type FieldType } from "./field-types";
import { parseFieldValue } from "./parse-field-value";

type Case = [text: string, notation: Partial<FieldNotation>, value: string | number | boolean | undefined];

const cases: Record<FieldType, Case[]> = {
  text: [
    [" 01234 ", {}, "01234"],
    ["Anna  Mária", {}, "Anna  Mária"],
  ],
  number: [
    ["12", {}, 12],
    ["-0.5", {}, -0.5],
    ["-0", {}, 0],
    ["1234.5", {}, 1234.5],
    ["1234,5", {}, 1234.5],
    ["1,234.5", {}, 1234.5],
    ["1.234,5", {}, 1234.5],
    ["1 234,5", {}, 1234.5],
    ["1\u00a0234,5", {}, 1234.5],
    ["1\u202f234\u202f567", {}, 1_234_567],
    ["1'234.50", {}, 1234.5],
    ["1,234,567", {}, 1_234_567],
    ["1.234", {}, undefined],
    ["1,234", {}, undefined],
    ["1.234", { decimal: "." }, 1.234],
    ["1.234", { decimal: "," }, 1234],
    ["1,234", { decimal: "." }, 1234],
    ["1,5", { decimal: "." }, undefined],
    ["1.234", { decimal: "none" }, 1234],
    ["1,234", { decimal: "none" }, 1234],
    ["-12", { decimal: "none" }, -12],
    ["12.5", { decimal: "none" }, undefined],
    ["12,0", { decimal: "none" }, undefined],
    ["0123", { decimal: "none" }, undefined],
    ["0.125", {}, 0.125],
    ["01234", {}, undefined],
    ["00", {}, undefined],
    ["+36301234567", {}, undefined],
    ["1 23", {}, undefined],
    ["1,234 567", {}, undefined],
    ["1e5", {}, undefined],
    ["0x1f", {}, undefined],
    ["Infinity", {}, undefined],
    ["12.", {}, undefined],
    ["-", {}, undefined],
    ["999999999999999", {}, 999_999_999_999_999],
    ["9999999999999999", {}, undefined],
    ["0.1234567890123456", {}, undefined],
  ],
  date: [
    ["2024-02-29", {}, "2024-02-29"],
    ["2023-02-29", {}, undefined],
    ["01.03.2024", {}, "2024-03-01"],
    ["1.3.2024", {}, "2024-03-01"],
    ["2024.03.01.", {}, "2024-03-01"],
    ["2024. 3. 1.", {}, "2024-03-01"],
    ["03/25/2024", {}, "2024-03-25"],
    ["25/03/2024", {}, "2024-03-25"],
    ["03/03/2024", {}, "2024-03-03"],
    ["03/04/2024", {}, undefined],
    ["03/04/2024", { slashDate: "month" }, "2024-03-04"],
    ["03/04/2024", { slashDate: "day" }, "2024-04-03"],
    ["25/03/2024", { slashDate: "month" }, undefined],
    ["0000-00-00", {}, undefined],
    ["2024-04-31", {}, undefined],
    ["2024-03-01T10:00", {}, undefined],
    ["12.5", {}, undefined],
  ],
  datetime: [
    ["2024-03-01T10:20:30Z", {}, "2024-03-01T10:20:30.000Z"],
    ["2024-03-01 10:20", {}, "2024-03-01T10:20:00.000Z"],
    ["2024-03-01T10:20:30.1234567+02:00", {}, "2024-03-01T08:20:30.123Z"],
    ["2024-03-01T10:20:30+0200", {}, "2024-03-01T08:20:30.000Z"],
    ["2024. 03. 01. 9:05:00", {}, "2024-03-01T09:05:00.000Z"],
    ["01.03.2024 23:59", {}, "2024-03-01T23:59:00.000Z"],
    ["03/25/2024 10:00", {}, "2024-03-25T10:00:00.000Z"],
    ["2024-03-01", {}, "2024-03-01T00:00:00.000Z"],
    ["03/04/2024 10:00", {}, undefined],
    ["2024-03-01 25:00", {}, undefined],
    ["2024-02-30 10:00", {}, undefined],
    ["10:20", {}, undefined],
  ],
  boolean: [
    ["Yes", {}, true],
    ["no", {}, false],
    ["TRUE", {}, true],
    ["false", {}, false],
    ["igen", {}, true],
    ["Nem", {}, false],
    ["1", {}, true],
    ["0", {}, false],
    ["maybe", {}, undefined],
  ],
};

describe.each(Object.entries(cases) as [FieldType, Case[]][])("%s", (type, table) => {
  it.each(table)("reads %j with %j as %j", (text, notation, value) => {
    const parsed = parseFieldValue(type, text, { ...unknownNotation, ...notation });
    expect(parsed).toEqual(value === undefined ? { ok: false } : { ok: true, value });
  });
});
