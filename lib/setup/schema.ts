import { z } from "zod";
import { newPasswordSchema } from "@/lib/auth/password-schema";
import { storableText } from "@/lib/storable-text";

/** What the first administrator types; the token is the link's. */
export const setupSchema = z.object({
  token: z.string().min(1).max(200),
  name: storableText.trim().min(1, "required").max(100, "too_long"),
  email: z.string().trim().max(254, "too_long").pipe(z.email("not_an_email")),
  password: newPasswordSchema,
});
export type SetupInput = z.infer<typeof setupSchema>;
