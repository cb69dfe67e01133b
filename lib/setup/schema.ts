import { z } from "zod";
import { newPasswordSchema } from "@/lib/auth/password-schema";
import { userEmailSchema, userNameSchema } from "@/lib/users/schema";

/** What the first administrator types; the token is the link's. */
export const setupSchema = z.object({
  token: z.string().min(1).max(200),
  name: userNameSchema,
  email: userEmailSchema,
  password: newPasswordSchema,
});
export type SetupInput = z.infer<typeof setupSchema>;
