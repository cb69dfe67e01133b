import { z } from "zod";

// Live answers omit and add members at will and put null where the document has strings (contract 3), so shapes are
// open, and only what Ferry cannot do without is required.
const text = z.string().nullish().catch(null);
const count = z.number().int().nonnegative();

const links = z.object({ next: text }).nullish().catch(null);

/** A page of a collection; see `nextCursor` for its links. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ data: z.array(item), links });
}

/** A document of one resource. */
export function documentOf<Resource extends z.ZodType>(resource: Resource) {
  return z.object({ data: resource });
}

export const accountSchema = z.object({
  id: z.string().min(1),
  attributes: z
    .object({
      test_account: z.boolean().nullish().catch(null),
      timezone: text,
      contact_information: z.object({ organization_name: text }).nullish().catch(null),
    })
    .nullish(),
});

export const listSchema = z.object({
  id: z.string().min(1),
  attributes: z.object({ name: z.string() }),
});

export const referenceSchema = z.object({ id: z.string().min(1) });

/** The status is `queued`, `processing`, `complete` or `cancelled`; a job whose rows all failed is `complete`. */
export const jobSchema = z.object({
  id: z.string().min(1),
  attributes: z.object({
    status: z.string(),
    created_at: text,
    total_count: count.nullish(),
    completed_count: count.nullish(),
    failed_count: count.nullish(),
  }),
});
export type Job = z.infer<typeof jobSchema>;

const payloadAttributes = z.object({ email: text, phone_number: text, external_id: text });

export const importErrorSchema = z.object({
  attributes: z.object({
    code: text,
    title: text,
    detail: text,
    source: z.object({ pointer: text }).nullish().catch(null),
    // Said to be the submitted profile: seen as the row itself and as its attributes.
    original_payload: payloadAttributes
      .extend({ attributes: payloadAttributes.nullish().catch(null) })
      .nullish()
      .catch(null),
  }),
});

export const profileSchema = z.object({
  id: z.string().min(1),
  attributes: z.object({ email: text }).nullish(),
});

/** Errors omit nearly anything (contract 4). */
export const errorsSchema = z.object({
  errors: z.array(
    z.object({
      id: text,
      code: text,
      title: text,
      detail: text,
      source: z.object({ pointer: text, parameter: text }).nullish().catch(null),
    }),
  ),
});
export type RemoteError = z.infer<typeof errorsSchema>["errors"][number];

export const tokensSchema = z.object({
  access_token: z.string().min(1),
  refresh_token: text,
  expires_in: z.number().positive(),
  scope: text,
});

export const oauthErrorSchema = z.object({ error: z.string() });
