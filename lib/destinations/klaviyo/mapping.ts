import type { Encoding, MappedPerson, MappingWarning, RecordShape, RecordSource } from "../types";
import { checkEmail } from "./check-email";
import { checkPropertyName } from "./clean-text";
import { fields } from "./fields";
import { limits } from "./limits";
import { type Warn, readField, readProperty } from "./read-value";

interface FieldSlot {
  place: number;
  key: string;
  /** The name in its object, as JSON. */
  name: string;
}

interface PropertySlot {
  place: number;
  written: string;
  /** Why it cannot be sent under its name; null where it can. */
  problem: string | null;
  /** Its place among the names in order; equal names share one. */
  rank: number;
}

/** Where the values of the core fields stand, in Klaviyo's order; unknown ones would refuse the whole request. */
function placeFields(shape: RecordShape): { core: FieldSlot[]; location: FieldSlot[] } {
  const known = fields.flatMap(({ key }) => {
    const place = shape.fields.indexOf(key);
    return key === "email" || place < 0 ? [] : [{ place, key }];
  });
  const isLocation = ({ key }: { key: string }) => key.startsWith("location.");
  const nameOf = (key: string) => `${JSON.stringify(key.replace("location.", ""))}:`;
  const slots = known.map((slot) => ({ ...slot, name: nameOf(slot.key) }));
  return { core: slots.filter((slot) => !isLocation(slot)), location: slots.filter(isLocation) };
}

/** Names in their order, so that the order of a mapping does not change the record. */
function placeProperties({ fields: before, properties }: RecordShape) {
  const checked = properties.map((written) => ({ written, check: checkPropertyName(written) }));
  const names = [...new Set(checked.flatMap(({ check }) => (check.ok ? [check.name] : [])))].sort();
  const slots = checked.map(({ written, check }, index): PropertySlot => ({
    place: before.length + index,
    written,
    problem: check.ok ? null : check.code,
    rank: check.ok ? names.indexOf(check.name) : -1,
  }));
  return { slots, names, labels: names.map((name) => `${JSON.stringify(name)}:`) };
}

function readUnset(had: readonly string[], kept: (name: string) => boolean): string {
  const unset = new Set<string>();
  for (const written of had) {
    const checked = checkPropertyName(written);
    if (checked.ok && !kept(checked.name)) unset.add(checked.name);
  }
  return unset.size === 0 ? "" : JSON.stringify([...unset].sort());
}

/**
 * Encodes people as Klaviyo's import wants them. Null is never sent: what has no value is left out, and a custom property
 * that lost its value is named under `unset` (contract 7.4). What cannot be sent beside a good address is left out
 * with a warning. Without an acceptable address, or over `limits.recordBytes`, there is no record. The text is written
 * piece by piece, since a million people pass here.
 */
export function createEncoder(shape: RecordShape): (source: RecordSource) => Encoding {
  const { core, location } = placeFields(shape);
  const { slots, names, labels } = placeProperties(shape);
  const nothing = Array.from({ length: shape.fields.length + shape.properties.length }, () => false);

  return ({ email: written, values, had }) => {
    const email = checkEmail(typeof written === "string" ? written : "");
    if (!email.ok)
      return { ok: false, code: email.code === "email_missing" ? "email_missing" : "email_invalid" };
    const warnings: MappingWarning[] = [];
    const warn: Warn = (field, code) => void warnings.push({ field, code });
    const isFilled = [...nothing];

    const writeFields = (slotsOf: FieldSlot[]) => {
      let text = "";
      for (const { place, key, name } of slotsOf) {
        const before = warnings.length;
        const value = readField(key, values[place], warn);
        isFilled[place] = value !== null || warnings.length > before;
        if (value !== null) text += `,${name}${JSON.stringify(value)}`;
      }
      return text;
    };
    const coreText = writeFields(core);
    const locationText = writeFields(location);

    const texts: (string | undefined)[] = [];
    for (const { place, written: name, problem, rank } of slots) {
      if (problem !== null) {
        warn(name, problem);
        continue;
      }
      const read = readProperty(values[place]);
      isFilled[place] = read !== null;
      if (read === null) continue;
      if (read === "unreadable") warn(name, "not_a_value");
      else if (texts[rank] !== undefined) warn(name, "property_name_twice");
      else texts[rank] = JSON.stringify(read.value);
    }
    let properties = "";
    for (const [rank, label] of labels.entries())
      if (texts[rank] !== undefined) properties += `,${label}${texts[rank]}`;
    const unset = had.length === 0 ? "" : readUnset(had, (name) => texts[names.indexOf(name)] !== undefined);

    const json =
      `{"type":"profile","attributes":{"email":${JSON.stringify(email.identifier)}${coreText}` +
      (locationText && `,"location":{${locationText.slice(1)}}`) +
      (properties && `,"properties":{${properties.slice(1)}}`) +
      (unset ? `},"meta":{"patch_properties":{"unset":${unset}}}}` : "}}");
    const bytes = Buffer.byteLength(json);
    if (bytes > limits.recordBytes) return { ok: false, code: "record_too_large" };
    let filled = "";
    for (const each of isFilled) filled += each ? "1" : "0";
    return { ok: true, record: { json, bytes }, identifier: email.identifier, warnings, filled };
  };
}

/** Encodes one person; see `createEncoder`. */
export function encodeProfile({ fields: given, properties, unset }: MappedPerson): Encoding {
  const { email, ...others } = given;
  const shape = { fields: Object.keys(others), properties: Object.keys(properties) };
  const values = [...Object.values(others), ...Object.values(properties)];
  return createEncoder(shape)({ email, values, had: unset });
}
