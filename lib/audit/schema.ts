import { z } from "zod";

/** Stands for everything Ferry does by itself and programs do through the API, among the ids of people. */
export const FERRY = "ferry";

const cursor = z.string().regex(/^\d{1,15}-\d{1,19}$/);
const isoDay = z.iso.date();

/** Which events are asked for; what an address holds that fits nothing counts as not asked. */
export const auditFilterSchema = z.object({
  actor: z
    .union([z.literal(FERRY), z.uuid()])
    .optional()
    .catch(undefined),
  action: z
    .string()
    .regex(/^[a-z_]+\.[a-z_]+$/)
    .optional()
    .catch(undefined),
  type: z
    .string()
    .regex(/^[a-z_]+$/)
    .optional()
    .catch(undefined),
  object: z.string().max(100).optional().catch(undefined),
  since: isoDay.optional().catch(undefined),
  until: isoDay.optional().catch(undefined),
});
export type AuditFilter = z.infer<typeof auditFilterSchema>;

/** A page of them: `before` and `after` are the events where the neighbouring pages begin. */
export const auditPageSchema = auditFilterSchema.extend({
  before: cursor.optional().catch(undefined),
  after: cursor.optional().catch(undefined),
  event: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional()
    .catch(undefined),
});
export type AuditPageInput = z.infer<typeof auditPageSchema>;

/** The next step of a check; the first has none before it. */
export const checkAuditSchema = z.object({ after: z.string().max(300).optional() });
export type CheckAuditInput = z.infer<typeof checkAuditSchema>;

export const auditDownloadSchema = auditFilterSchema.extend({ format: z.enum(["csv", "ndjson"]) });
export type AuditDownloadInput = z.infer<typeof auditDownloadSchema>;
