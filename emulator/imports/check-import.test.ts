import { expect, test } from "vitest";
import { ApiError } from "../http/api-error.ts";
import { defaultSwitches, type Switches } from "../switches.ts";
import { checkImport } from "./check-import.ts";

const body = (rows: unknown[]) => ({
  data: { type: "profile-bulk-import-job", attributes: { profiles: { data: rows } } },
});
const row = (attributes: object, rest: object = {}) => ({ type: "profile", attributes, ...rest });

function problemsOf(rows: unknown[], switches: Partial<Switches> = {}): string[] {
  try {
    checkImport(body(rows), { ...defaultSwitches, ...switches }, 5_000_000);
    return [];
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return error.problems.map(
      (problem) =>
        `${problem.source && "pointer" in problem.source ? problem.source.pointer : ""}: ${problem.detail}`,
    );
  }
}

const at = (index: number, rest = "") => `/data/attributes/profiles/data/${index}${rest}`;

test("every bad row is named by its index", () => {
  const good = row({ email: "a@b.hu" });
  expect(problemsOf([good, row({ email: "broken" }), good, row({ email: "also broken" })])).toEqual([
    `${at(1, "/attributes/email")}: Invalid email address`,
    `${at(3, "/attributes/email")}: Invalid email address`,
  ]);
});

test.each([
  [
    "an unknown attribute",
    row({ email: "a@b.hu", nickname: "A" }),
    `${at(0, "/attributes/nickname")}: 'nickname' is not a valid field for the resource 'profile'.`,
  ],
  [
    "anonymous_id, which is gone",
    row({ email: "a@b.hu", anonymous_id: "x" }),
    `${at(0, "/attributes/anonymous_id")}: 'anonymous_id' is not a valid field for the resource 'profile'.`,
  ],
  ["a wrong type", row({ email: 5 }), `${at(0, "/attributes/email")}: Invalid input`],
  [
    "an unknown member beside attributes",
    row({ email: "a@b.hu" }, { extra: 1 }),
    `${at(0, "/extra")}: 'extra' is not a valid field for the resource 'profile'.`,
  ],
  [
    "patch_identifiers without multi-email profiles",
    row({ email: "a@b.hu" }, { meta: { patch_identifiers: {} } }),
    `${at(0, "/meta/patch_identifiers")}: 'patch_identifiers' is not a valid field for the resource 'profile'.`,
  ],
  [
    "no identifier",
    row({ first_name: "A" }),
    `${at(0)}: One of id, email, phone_number or external_id is required.`,
  ],
  [
    "only null identifiers",
    row({ email: null }),
    `${at(0)}: One of id, email, phone_number or external_id is required.`,
  ],
  [
    "a phone that stands alone and cannot be",
    row({ phone_number: "123" }),
    `${at(0, "/attributes/phone_number")}: Invalid phone number format (Example of a valid format: +12345678901)`,
  ],
  [
    "an external_id over 255 characters",
    row({ external_id: "x".repeat(256) }),
    `${at(0, "/attributes/external_id")}: Ensure this field has no more than 255 characters.`,
  ],
  [
    "a row over 100 KB",
    row({ email: "a@b.hu", properties: { x: "y".repeat(100_000) } }),
    `${at(0)}: The profile exceeds the maximum size of 100KB.`,
  ],
  ["a row that is not an object", "a@b.hu", `${at(0)}: Invalid input`],
  [
    "a nested unknown place",
    row({ email: "a@b.hu", location: { planet: "Mars" } }),
    `${at(0, "/attributes/location/planet")}: 'planet' is not a valid field for the resource 'profile'.`,
  ],
])("%s is refused", (_, bad, expected) => {
  expect(problemsOf([bad])).toEqual([expected]);
});

test("a bad phone beside an e-mail passes, and so do nulls and free properties", () => {
  expect(
    problemsOf([
      row({ email: "a@b.hu", phone_number: "123", first_name: null, properties: { deep: { er: [1] } } }),
    ]),
  ).toEqual([]);
});

test("10,000 rows pass and 10,001 do not", () => {
  const rows = Array.from({ length: 10_001 }, (_, index) => row({ email: `p${index}@b.hu` }));
  expect(problemsOf(rows.slice(1))).toEqual([]);
  expect(problemsOf(rows)[0]).toContain("no more than 10000");
});

test("an empty import is refused", () => {
  expect(problemsOf([])).toHaveLength(1);
});

test("errors may come in portions", () => {
  const rows = Array.from({ length: 5 }, () => row({ email: "broken" }));
  expect(problemsOf(rows, { rowErrorsPerAnswer: 2 })).toHaveLength(2);
});
