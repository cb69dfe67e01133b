import { ApiError, invalidBody, type Problem } from "../http/api-error.ts";
import type { Call } from "../http/call.ts";
import type { ObjectShape, Shape } from "../http/shape.ts";
import { isAcceptableEmail } from "./email-rule.ts";
import { newConsent } from "./new-consent.ts";

// 1000 profiles a request (contract 7.11).
const mostRows = 1000;
const text: Shape = { kind: "string", nullable: true };
const job = "profile-subscription-bulk-create-job";

/** The nested profile takes identifiers and subscriptions, no names and no properties. */
export const subscribeShape: ObjectShape = object(job, ["data"], {
  data: object(job, ["type", "attributes"], {
    type: { kind: "string", oneOf: [job] },
    attributes: object(job, ["profiles"], {
      custom_source: text,
      historical_import: { kind: "boolean", nullable: true },
      profiles: object(job, ["data"], {
        data: {
          kind: "array",
          items: object("profile", ["type", "attributes"], {
            type: { kind: "string", oneOf: ["profile"] },
            id: text,
            attributes: object("profile", ["subscriptions"], {
              email: text,
              phone_number: text,
              subscriptions: { kind: "open-object" },
              age_gated_date_of_birth: text,
            }),
          }),
        },
      }),
    }),
    relationships: object(job, [], {
      list: object(job, [], {
        data: object("list", ["type", "id"], {
          type: { kind: "string", oneOf: ["list"] },
          id: { kind: "string" },
        }),
      }),
    }),
  }),
});

interface SentSubscription {
  data: {
    attributes: { historical_import?: boolean | null; profiles: { data: SentProfile[] } };
    relationships?: { list?: { data?: { id: string } } };
  };
}

interface SentProfile {
  attributes: {
    email?: string | null;
    subscriptions: { email?: { marketing?: { consented_at?: string | null } } };
  };
}

/** Grants e-mail consent and lifts suppressions; a double opt-in list waits for a click that never comes here. */
export function subscribe(call: Call): void {
  const { data } = call.body as SentSubscription;
  const historical = data.attributes.historical_import === true;
  const listId = data.relationships?.list?.data?.id;
  const list = listId === undefined ? undefined : call.account.lists.get(listId);
  if (listId !== undefined && !list) {
    throw new ApiError(
      400,
      invalidBody("/data/relationships/list/data/id", `List not found with id ${listId}`),
    );
  }
  const rows = data.attributes.profiles.data;
  call.entry.rows = rows.length;
  if (rows.length === 0 || rows.length > mostRows) {
    throw new ApiError(
      400,
      invalidBody("/data/attributes/profiles/data", `Between 1 and ${mostRows} profiles are required.`),
    );
  }
  const problems = rows.flatMap((row, index) => findProblem(call, row, index, historical) ?? []);
  if (problems.length > 0) throw new ApiError(400, problems);
  if (!historical && (list?.optIn ?? call.account.defaultOptIn) === "double_opt_in") return;
  for (const { attributes } of rows) {
    const known = attributes.email ? call.account.profiles.findBy("email", attributes.email) : undefined;
    // Without list and without historical import a new address never became a profile (contract 7.11).
    if (!attributes.email || (!known && !list && !historical)) continue;
    const profile = known ?? call.account.profiles.create(call.world.identifiers.ulid(call.now), call.now);
    if (!known) call.account.profiles.setIdentifier(profile, "email", attributes.email.trim().toLowerCase());
    const consentedAt = attributes.subscriptions.email?.marketing?.consented_at;
    profile.consent = {
      ...newConsent(),
      consent: "SUBSCRIBED",
      at: consentedAt ? Date.parse(consentedAt) : call.now,
    };
    profile.updatedAt = call.now;
    list?.add(profile, call.now);
  }
  call.world.changed();
}

function findProblem(call: Call, row: SentProfile, index: number, historical: boolean): Problem | undefined {
  const pointer = `/data/attributes/profiles/data/${index}/attributes`;
  const { email } = row.attributes;
  if (email && !isAcceptableEmail(email, call.world.switches.emailRule))
    return invalidBody(`${pointer}/email`, "Invalid email address");
  const written = row.attributes.subscriptions.email?.marketing?.consented_at;
  const consentedAt = written ? Date.parse(written) : undefined;
  if (historical && !(consentedAt !== undefined && consentedAt < call.now)) {
    return invalidBody(`${pointer}/subscriptions`, "'consented_at' is required and must be in the past.");
  }
  const known = email ? call.account.profiles.findBy("email", email)?.consent : undefined;
  if (
    consentedAt !== undefined &&
    known?.consent === "UNSUBSCRIBED" &&
    known.at !== null &&
    consentedAt < known.at
  ) {
    return invalidBody(`${pointer}/subscriptions`, "The profile unsubscribed after 'consented_at'.");
  }
  return undefined;
}

function object(resource: string, required: string[], fields: Record<string, Shape>): ObjectShape {
  return { kind: "object", resource, required, fields };
}
