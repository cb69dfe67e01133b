import { z } from "zod";
import { sourceNameSchema } from "@/lib/sources/schema";
import { storableText } from "@/lib/storable-text";

/** What a token may be allowed to do. */
export const apiScopes = ["profiles:write", "profiles:delete", "exports:run"] as const;
export type ApiScope = (typeof apiScopes)[number];

/** Whether one of the scopes is about what a source says, so that the token needs one. */
export function needsSource(scopes: readonly ApiScope[]): boolean {
  return scopes.some((scope) => scope !== "exports:run");
}

/** For how many days a token can be made; a token that works for ever is one that nobody remembers. */
export const tokenDays = [30, 90, 180, 365] as const;

/** What the form sends: the token, and the source it feeds, if any, which may be a new one. */
export const createTokenSchema = z
  .object({
    name: storableText.trim().min(1, "required").max(100, "too_long"),
    /** An API source that is there. */
    sourceId: z.uuid().optional(),
    /** Otherwise the name of the one to make. */
    sourceName: sourceNameSchema.optional(),
    scopes: z.array(z.enum(apiScopes)).min(1, "choose_scopes"),
    days: z.literal(tokenDays),
  })
  .refine(
    ({ scopes, sourceId, sourceName }) =>
      !needsSource(scopes) || sourceId !== undefined || sourceName !== undefined,
    { path: ["sourceId"], message: "required" },
  );
export type CreateTokenInput = z.infer<typeof createTokenSchema>;

export const tokenIdSchema = z.object({ tokenId: z.uuid() });
