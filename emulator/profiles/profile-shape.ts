import type { ObjectShape, Shape } from "../http/shape.ts";

const text: Shape = { kind: "string", nullable: true };
const coordinate: Shape = { kind: "text-or-number", nullable: true };

const location: Shape = {
  kind: "object",
  resource: "profile",
  nullable: true,
  fields: {
    address1: text,
    address2: text,
    city: text,
    country: text,
    latitude: coordinate,
    longitude: coordinate,
    region: text,
    zip: text,
    timezone: text,
    ip: text,
  },
};

const createFields: Record<string, Shape> = {
  email: text,
  phone_number: text,
  // At most 255 characters (contract 7.5).
  external_id: { kind: "string", nullable: true, longest: 255 },
  first_name: text,
  last_name: text,
  organization: text,
  locale: text,
  title: text,
  image: text,
  location,
  properties: { kind: "open-object", nullable: true },
};

const meta: Shape = {
  kind: "object",
  resource: "profile",
  fields: {
    patch_properties: {
      kind: "object",
      resource: "profile",
      fields: {
        append: { kind: "open-object", nullable: true },
        unappend: { kind: "open-object", nullable: true },
        unset: { kind: "text-or-texts", nullable: true },
      },
    },
  },
};

const attributes = (fields: Record<string, Shape>): Shape => ({
  kind: "object",
  resource: "profile",
  fields,
});
const type: Shape = { kind: "string", oneOf: ["profile"] };

/** `data` of POST /profiles. */
export const profileCreateShape: ObjectShape = {
  kind: "object",
  resource: "profile",
  required: ["type", "attributes"],
  fields: { type, attributes: attributes(createFields) },
};

/** `data` of POST /profile-import and every row of a bulk import. `anonymous_id` is gone (contract 3). */
export const profileUpsertShape: ObjectShape = {
  kind: "object",
  resource: "profile",
  required: ["type", "attributes"],
  fields: { type, id: text, attributes: attributes({ ...createFields, _kx: text }), meta },
};

/** `data` of PATCH /profiles/{id}. */
export const profilePatchShape: ObjectShape = {
  kind: "object",
  resource: "profile",
  required: ["type", "id", "attributes"],
  fields: { type, id: { kind: "string" }, attributes: attributes(createFields), meta },
};
