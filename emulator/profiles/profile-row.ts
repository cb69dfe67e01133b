import { isObject } from "../http/shape.ts";
import type { CoreField, Properties } from "./profile.ts";
import type { IndexedField } from "./profile-store.ts";

/** A profile as sent, after its shape was checked. */
export interface ProfileRow {
  id?: string | null;
  attributes: { [field in CoreField | IndexedField]?: string | null } & {
    location?: Properties | null;
    properties?: Properties | null;
  };
  meta?: {
    patch_properties?: {
      append?: Properties | null;
      unappend?: Properties | null;
      unset?: string | string[] | null;
    };
  };
}

/** The claim holds because `checkShape` accepted the value as a profile before. */
export function toProfileRow(checked: unknown): ProfileRow {
  if (!isObject(checked) || !isObject(checked["attributes"])) throw new Error("the row was not checked");
  return checked as unknown as ProfileRow;
}

/** Whether a row names anybody (contract 7.8). */
export function hasIdentifier(row: ProfileRow): boolean {
  const { email, phone_number: phone, external_id: external } = row.attributes;
  return isNamed(email) || isNamed(row.id) || isNamed(phone) || isNamed(external);
}

function isNamed(value: string | null | undefined): boolean {
  return typeof value === "string" && value.trim() !== "";
}
