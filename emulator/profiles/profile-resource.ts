import { pickFields, readFields } from "../http/check-query.ts";
import type { Call } from "../http/call.ts";
import { relationship, selfLink, toTimestamp, toTimestampOrNull } from "../http/json-api.ts";
import { coreFields, type EmailConsent, type Profile } from "./profile.ts";

/** What `fields[profile]` may name. */
export const profileFields = [
  "id",
  "created",
  "email",
  "external_id",
  "phone_number",
  "updated",
  "last_event_date",
  "properties",
  "joined_group_at",
  ...coreFields,
  "location",
  ...[
    "address1",
    "address2",
    "city",
    "country",
    "ip",
    "latitude",
    "longitude",
    "region",
    "timezone",
    "zip",
  ].map((name) => `location.${name}`),
  "subscriptions",
  "subscriptions.email",
  "subscriptions.sms",
  "predictive_analytics",
] as const;

/** Parameters that every profile answer takes. */
export const profileParameters = {
  "fields[profile]": profileFields,
  "fields[list]": "any",
  "fields[segment]": "any",
  "fields[conversation]": "any",
  "fields[push-token]": "any",
  "additional-fields[profile]": ["subscriptions", "predictive_analytics"],
} as const;

/** Extra buckets charged for parts of a profile that are slow to read (contract 6). */
export const profileFeatures = {
  "additional-fields[profile]=predictive_analytics": "profile.predictive_analytics",
};

/** A person as the API shows them; `joinedAt` when read as a member of a list. */
export function toProfileResource(call: Call, profile: Profile, joinedAt?: number): object {
  const path = `/api/profiles/${profile.id}`;
  const extra = new Set(call.query.get("additional-fields[profile]")?.split(","));
  const attributes: Record<string, unknown> = {
    email: profile.email,
    phone_number: profile.phone_number,
    external_id: profile.external_id,
    ...Object.fromEntries(coreFields.map((field) => [field, profile[field]])),
    created: toTimestamp(profile.createdAt),
    updated: toTimestamp(profile.updatedAt),
    last_event_date: null,
    location: { ...emptyLocation, ...profile.location },
    properties: profile.properties,
    ...(joinedAt !== undefined && { joined_group_at: toTimestamp(joinedAt) }),
    ...(extra.has("subscriptions") && { subscriptions: toSubscriptions(call, profile.consent) }),
    ...(extra.has("predictive_analytics") && { predictive_analytics: emptyAnalytics }),
  };
  const relations = [
    "lists",
    "segments",
    "push-tokens",
    ...(call.world.switches.extraFields ? ["conversation"] : []),
  ];
  return {
    type: "profile",
    id: profile.id,
    attributes: pickFields(attributes, readFields(call.query, "profile")),
    relationships: Object.fromEntries(relations.map((name) => [name, relationship(call, path, name)])),
    links: selfLink(call, path),
  };
}

const emptyLocation = {
  address1: null,
  address2: null,
  city: null,
  country: null,
  latitude: null,
  longitude: null,
  region: null,
  zip: null,
  timezone: null,
  ip: null,
};

const emptyAnalytics = {
  historic_clv: null,
  predicted_clv: null,
  total_clv: null,
  historic_number_of_orders: null,
  predicted_number_of_orders: null,
  average_days_between_orders: null,
  average_order_value: null,
  churn_probability: null,
  expected_date_of_next_order: null,
};

function toSubscriptions(call: Call, consent: EmailConsent | null): object {
  const state = consent ?? { consent: "NEVER_SUBSCRIBED", at: null, suppressions: [] };
  const blocked = state.consent === "UNSUBSCRIBED" || state.suppressions.length > 0;
  const never = {
    consent: "NEVER_SUBSCRIBED",
    consent_timestamp: null,
    method: null,
    method_detail: null,
    last_updated: null,
  };
  return {
    email: {
      marketing: {
        can_receive_email_marketing: !blocked,
        consent: state.consent,
        consent_timestamp: toTimestampOrNull(state.at),
        last_updated: toTimestampOrNull(state.at),
        method: null,
        method_detail: null,
        custom_method_detail: null,
        double_optin: null,
        suppression: state.suppressions.map(({ reason, at }) => ({ reason, timestamp: toTimestamp(at) })),
        list_suppressions: [],
      },
      // Recordings carry this although the document does not know it (contract 3).
      ...(call.world.switches.extraFields && { click_tracking: { consent: "NEVER_SUBSCRIBED" } }),
    },
    sms: {
      marketing: { can_receive_sms_marketing: false, ...never },
      transactional: { can_receive_sms_transactional: false, ...never },
    },
    mobile_push: {
      marketing: { can_receive_push_marketing: false, consent: "NEVER_SUBSCRIBED", consent_timestamp: null },
    },
  };
}
