import type { Encoding, MappedPerson, MappingWarning, RecordShape, RecordSource } from "../types";
import { checkEmail } from "./check-email";
import { checkPropertyName } from "./clean-text";
import { fields } from "./fields";
import { limits } from "./limits";
import { UNREADABLE, readField, readProperty } from "./read-value";

interface FieldSlot {
  place: number;
  key: string;
  /** The name in its object, as JSON between a comma and a colon. */
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
  const nameOf = (key: string) => `,${JSON.stringify(key.replace("location.", ""))}:`;
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
  return { slots, names, labels: names.map((name) => `,${JSON.stringify(name)}:`) };
}

/** As JSON, the names among `had` that have no text; "" where all have one. */
function readUnset(had: readonly string[], names: readonly string[], texts: readonly string[]): string {
  const unset = new Set<string>();
  for (const written of had) {
    const checked = checkPropertyName(written);
    if (checked.ok && !texts[names.indexOf(checked.name)]) unset.add(checked.name);
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
  const size = shape.fields.length + shape.properties.length;
  // Of the person in hand. Functions made anew for each would be most of the work.
  let values: RecordSource["values"] = [];
  let warnings: MappingWarning[] = [];
  const isFilled: boolean[] = [];
  const texts: string[] = [];

  function warn(field: string, code: string): void {
    warnings.push({ field, code });
  }

  function writeFields(fieldSlots: readonly FieldSlot[]): string {
    let text = "";
    for (const { place, key, name } of fieldSlots) {
      const before = warnings.length;
      const value = readField(key, values[place], warn);
      isFilled[place] = value !== null || warnings.length > before;
      if (value !== null) text += name + JSON.stringify(value);
    }
    return text;
  }

  function readProperties(): void {
    texts.fill("", 0, names.length);
    for (const { place, written, problem, rank } of slots) {
      if (problem !== null) {
        warn(written, problem);
        continue;
      }
      const value = readProperty(values[place]);
      isFilled[place] = value !== null;
      if (value === null) continue;
      if (value === UNREADABLE) warn(written, "not_a_value");
      else if (texts[rank] !== "") warn(written, "property_name_twice");
      else texts[rank] = JSON.stringify(value);
    }
  }

  function writeProperties(): string {
    let text = "";
    for (let rank = 0; rank < labels.length; rank++)
      if (texts[rank] !== "") text += `${labels[rank]}${texts[rank]}`;
    return text;
  }

  function writeFilled(): string {
    let text = "";
    for (let place = 0; place < size; place++) text += isFilled[place] ? "1" : "0";
    return text;
  }

  names.forEach(() => texts.push(""));
  for (let place = 0; place < size; place++) isFilled.push(false);

  return (source) => {
    const { email: written, had } = source;
    const email = checkEmail(typeof written === "string" ? written : "");
    if (!email.ok)
      return { ok: false, code: email.code === "email_missing" ? "email_missing" : "email_invalid" };
    values = source.values;
    warnings = [];
    const coreText = writeFields(core);
    const locationText = writeFields(location);
    readProperties();
    const properties = writeProperties();
    const unset = had.properties.length === 0 ? "" : readUnset(had.properties, names, texts);
    // A core field stays as it is there (rule 5): Klaviyo cannot be told to empty it without sending null.
    for (const key of had.fields) if (isFilled[shape.fields.indexOf(key)] === false) warn(key, "emptied");
    const json =
      `{"type":"profile","attributes":{"email":${JSON.stringify(email.identifier)}${coreText}` +
      (locationText && `,"location":{${locationText.slice(1)}}`) +
      (properties && `,"properties":{${properties.slice(1)}}`) +
      (unset ? `},"meta":{"patch_properties":{"unset":${unset}}}}` : "}}");
    const bytes = Buffer.byteLength(json);
    if (bytes > limits.recordBytes) return { ok: false, code: "record_too_large" };
    const record = { json, bytes };
    return { ok: true, record, identifier: email.identifier, warnings, filled: writeFilled() };
  };
}

/** Encodes one person; see `createEncoder`. */
export function encodeProfile({ fields: given, properties, unset }: MappedPerson): Encoding {
  const { email, ...others } = given;
  const shape = { fields: Object.keys(others), properties: Object.keys(properties) };
  const values = [...Object.values(others), ...Object.values(properties)];
  return createEncoder(shape)({ email, values, had: { fields: [], properties: unset } });
}
