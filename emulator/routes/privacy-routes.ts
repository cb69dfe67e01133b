import { ApiError, invalidBody, notFound } from "../http/api-error.ts";
import type { Call, Route } from "../http/call.ts";
import { requireShape } from "../http/require-shape.ts";
import type { Shape } from "../http/shape.ts";
import type { Profile } from "../profiles/profile.ts";
import { eraseProfile } from "../profiles/erase-profile.ts";

const text: Shape = { kind: "string", nullable: true };
const resource = "data-privacy-deletion-job";
const shape: Shape = {
  kind: "object",
  resource,
  required: ["data"],
  fields: {
    data: {
      kind: "object",
      resource,
      required: ["type", "attributes"],
      fields: {
        type: { kind: "string", oneOf: [resource] },
        attributes: {
          kind: "object",
          resource,
          required: ["profile"],
          fields: {
            profile: {
              kind: "object",
              resource: "profile",
              required: ["data"],
              fields: {
                data: {
                  kind: "object",
                  resource: "profile",
                  required: ["type", "attributes"],
                  fields: {
                    type: { kind: "string", oneOf: ["profile"] },
                    id: text,
                    attributes: {
                      kind: "object",
                      resource: "profile",
                      fields: { email: text, phone_number: text },
                    },
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

/** Erasing a person: exactly one identifier, 202, and some time later they are gone (contract 7.11). */
export const privacyRoutes: Route[] = [
  {
    method: "POST",
    template: "/api/data-privacy-deletion-jobs",
    scopes: ["data-privacy:write"],
    handle(call) {
      requireShape(call, shape);
      const profile = findTarget(call);
      if (!profile) throw notFound("Profile not found.");
      const { world, account } = call;
      call.entry.rows = 1;
      world.scheduler.at(call.now + world.jobPlan.erasureMs, () => {
        eraseProfile(account, profile);
        world.changed();
      });
      return { status: 202 };
    },
  },
];

interface SentDeletion {
  data: {
    attributes: {
      profile: {
        data: { id?: string | null; attributes: { email?: string | null; phone_number?: string | null } };
      };
    };
  };
}

function findTarget(call: Call): Profile | undefined {
  const { id, attributes } = (call.body as SentDeletion).data.attributes.profile.data;
  const { email, phone_number: phone } = attributes;
  if ([id, email, phone].filter(Boolean).length !== 1) {
    throw new ApiError(
      400,
      invalidBody("/data/attributes/profile", "Exactly one of id, email or phone_number is required."),
    );
  }
  const { profiles } = call.account;
  if (id) return profiles.find(id);
  return email ? profiles.findBy("email", email) : profiles.findBy("phone_number", phone ?? "");
}
