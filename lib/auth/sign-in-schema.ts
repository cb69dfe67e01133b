import { z } from "zod";

/** Lengths bound the work of an unauthenticated request; whether the two fit is for the server to say. */
export const signInSchema = z.object({
  email: z.string().trim().min(1, "required").max(320, "too_long"),
  password: z.string().min(1, "required").max(1000, "too_long"),
  // Of an authenticator app, asked for after the password.
  code: z.string().trim().max(100, "too_long").optional(),
});
export type SignInInput = z.infer<typeof signInSchema>;
