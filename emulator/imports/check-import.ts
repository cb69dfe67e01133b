import { ApiError, invalidBody, type Problem } from "../http/api-error.ts";
import { checkShape, fault, isObject, within, type ObjectShape, type Walk } from "../http/shape.ts";
import { isAcceptableEmail } from "../profiles/email-rule.ts";
import { isPlausiblePhone } from "../profiles/phone-rule.ts";
import { hasIdentifier, toProfileRow, type ProfileRow } from "../profiles/profile-row.ts";
import { profileUpsertShape } from "../profiles/profile-shape.ts";
import type { Switches } from "../switches.ts";
import { jsonBytes } from "./json-bytes.ts";

/** The same limits for one row and for one request (contract 7.4). */
export const mostRows = 10_000;
const rowKilobytes = 100;

const rowsPath = ["data", "attributes", "profiles", "data"];

const envelope: ObjectShape = {
  kind: "object",
  resource: "profile-bulk-import-job",
  required: ["data"],
  fields: {
    data: {
      kind: "object",
      resource: "profile-bulk-import-job",
      required: ["type", "attributes"],
      fields: {
        type: { kind: "string", oneOf: ["profile-bulk-import-job"] },
        attributes: { kind: "open-object" },
        relationships: {
          kind: "object",
          resource: "profile-bulk-import-job",
          fields: {
            lists: {
              kind: "object",
              resource: "profile-bulk-import-job",
              fields: {
                data: {
                  kind: "array",
                  items: {
                    kind: "object",
                    resource: "list",
                    required: ["type", "id"],
                    fields: { type: { kind: "string", oneOf: ["list"] }, id: { kind: "string" } },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
};

export interface ImportRequest {
  rows: ProfileRow[];
  listIds: string[];
}

/**
 * All or nothing: one bad row refuses the request, and every bad row is named by its index (contract 7.5).
 * Throws the 400; returns rows that were checked in one pass.
 */
export function checkImport(body: unknown, switches: Switches, bodyBytes: number): ImportRequest {
  const walk: Walk = { path: [], problems: [] };
  checkShape(body, envelope, walk);
  if (walk.problems.length > 0) throw new ApiError(400, walk.problems);
  const { rows, listIds } = readEnvelope(body, walk);
  if (walk.problems.length > 0) throw new ApiError(400, walk.problems);
  if (rows.length > mostRows) {
    const detail = `Ensure this field has no more than ${mostRows} elements.`;
    throw new ApiError(Number(switches.tooManyRows), invalidBody(`/${rowsPath.join("/")}`, detail));
  }
  const rowLimit = rowKilobytes * (switches.byteUnit === "binary" ? 1024 : 1000);
  const someRowMayBeTooBig = bodyBytes > rowLimit;
  walk.path = [...rowsPath];
  rows.forEach((row, index) => {
    within(walk, index, () => {
      const before = walk.problems.length;
      checkShape(row, profileUpsertShape, walk);
      if (walk.problems.length === before) checkRowContent(toProfileRow(row), switches, walk);
      if (someRowMayBeTooBig && jsonBytes(row, rowLimit) > rowLimit) {
        fault(walk, `The profile exceeds the maximum size of ${rowKilobytes}KB.`);
      }
    });
  });
  if (walk.problems.length > 0) throw new ApiError(400, limitProblems(walk.problems, switches));
  return { rows: rows.map(toProfileRow), listIds };
}

function readEnvelope(body: unknown, walk: Walk): { rows: unknown[]; listIds: string[] } {
  const data = (body as { data: { attributes: Record<string, unknown>; relationships?: RelatedLists } }).data;
  const resource = "profile-bulk-import-job";
  for (const name of Object.keys(data.attributes)) {
    if (name === "profiles") continue;
    walk.path = ["data", "attributes", name];
    fault(walk, `'${name}' is not a valid field for the resource '${resource}'.`);
  }
  const profiles = data.attributes["profiles"];
  walk.path = ["data", "attributes", "profiles"];
  const rows = isObject(profiles) ? profiles["data"] : undefined;
  if (!Array.isArray(rows) || rows.length === 0) {
    fault(walk, "'profiles' needs a 'data' array with at least one profile.");
    return { rows: [], listIds: [] };
  }
  return { rows, listIds: (data.relationships?.lists?.data ?? []).map((list) => list.id) };
}

interface RelatedLists {
  lists?: { data?: { id: string }[] };
}

function checkRowContent(row: ProfileRow, switches: Switches, walk: Walk): void {
  if (!hasIdentifier(row)) {
    if (switches.noIdentifierRow === "400")
      fault(walk, "One of id, email, phone_number or external_id is required.");
    return;
  }
  const { email, phone_number: phone, external_id: external } = row.attributes;
  if (
    typeof email === "string" &&
    switches.invalidEmailRow === "400" &&
    !isAcceptableEmail(email, switches.emailRule)
  ) {
    faultAt(walk, "email", "Invalid email address");
  }
  if (typeof phone !== "string" || isPlausiblePhone(phone)) return;
  const alone = !email && !external && !row.id;
  if (alone ? switches.invalidPhoneOnly === "400" : switches.invalidPhone === "400") {
    faultAt(walk, "phone_number", invalidPhoneDetail);
  }
}

/** The wording staff quote for a phone that stands alone (contract 7.5). */
export const invalidPhoneDetail = "Invalid phone number format (Example of a valid format: +12345678901)";

function faultAt(walk: Walk, field: string, detail: string): void {
  within(walk, "attributes", () => within(walk, field, () => fault(walk, detail)));
}

function limitProblems(problems: Problem[], switches: Switches): Problem[] {
  return switches.rowErrorsPerAnswer === null ? problems : problems.slice(0, switches.rowErrorsPerAnswer);
}
