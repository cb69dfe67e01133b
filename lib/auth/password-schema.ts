import { z } from "zod";

/** NIST SP 800-63B wants at least 8 and allows 64 or more; Ferry asks for 12. */
export const PASSWORD_MIN_LENGTH = 12;
/** Bounds the work an unauthenticated request can cause. */
export const PASSWORD_MAX_LENGTH = 256;

/** A password somebody chooses. */
export const newPasswordSchema = z
  .string()
  .min(PASSWORD_MIN_LENGTH, "password_too_short")
  .max(PASSWORD_MAX_LENGTH, "too_long");
