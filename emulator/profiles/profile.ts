/** Consent to one channel; imports never touch it (contract 7.4). */
export interface EmailConsent {
  consent: "SUBSCRIBED" | "UNSUBSCRIBED" | "NEVER_SUBSCRIBED";
  at: number | null;
  suppressions: { reason: string; at: number }[];
}

export const coreFields = ["first_name", "last_name", "organization", "locale", "title", "image"] as const;
export type CoreField = (typeof coreFields)[number];
export type Properties = Record<string, unknown>;

/** One person in an account. Every field is always present, so that a million share one hidden class. */
export interface Profile {
  id: string;
  seq: number;
  email: string | null;
  phone_number: string | null;
  external_id: string | null;
  first_name: string | null;
  last_name: string | null;
  organization: string | null;
  locale: string | null;
  title: string | null;
  image: string | null;
  location: Properties | null;
  properties: Properties;
  createdAt: number;
  updatedAt: number;
  consent: EmailConsent | null;
}

/** An empty person; the store gives it its place and its indexes. */
export function newProfile(id: string, seq: number, at: number): Profile {
  return {
    id,
    seq,
    email: null,
    phone_number: null,
    external_id: null,
    first_name: null,
    last_name: null,
    organization: null,
    locale: null,
    title: null,
    image: null,
    location: null,
    properties: {},
    createdAt: at,
    updatedAt: at,
    consent: null,
  };
}
