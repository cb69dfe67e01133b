import type { RefusalReason, RefusedRow } from "./schema";

// For whoever writes the program that pushes: in English, like the names of the API itself.
const sentences: Record<RefusalReason, string> = {
  not_an_object: "A profile is an object with a key and attributes.",
  unknown_member:
    "A profile has only a key and attributes. Put what is said about the person into attributes.",
  key_missing: "The key is missing or empty.",
  key_too_long: "The key is longer than 255 characters.",
  key_repeated: "An earlier row of this request has the same key. Send one row per key.",
  name_unusable: "An attribute's name has 1 to 100 characters, and more than spaces.",
  not_a_value: "A value is a text, a number, true, false or null. Lists and objects are not taken.",
  unreadable_text: "The text holds a NUL or half of a surrogate pair, which cannot be stored.",
  too_long: "A text has at most 10,000 characters.",
  number_too_large: "A number this large has lost digits on its way. Send it as a text.",
  not_a_text: "This is a text. Send it in quotation marks.",
  not_a_number: "This field holds numbers. Send a number without quotation marks.",
  not_a_date: "This field holds dates. Send a text such as 2026-10-01.",
  not_a_datetime: "This field holds moments. Send a text such as 2026-10-01T08:30:00Z.",
  not_a_boolean: "This field holds yes or no. Send true or false.",
  too_many_fields: "The source has 1,000 fields, which is the most. Use a name that is known.",
  person_erased: "This person was erased at their own request. Stop sending them.",
};

/** A refused row as the answer lists it. */
export function toRefusedRow(index: number, field: string | null, reason: RefusalReason): RefusedRow {
  return { index, field, reason, detail: sentences[reason] };
}
