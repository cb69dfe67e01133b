"use server";
import { defineAction } from "@/lib/action";
import { createToken } from "@/lib/api/create-token";
import { revokeToken } from "@/lib/api/revoke-token";
import { createTokenSchema, tokenIdSchema } from "@/lib/api/schema";

export const createTokenAction = defineAction({
  input: createTokenSchema,
  run: createToken,
  refresh: ["/admin/api", "/data/sources"],
});
export const revokeTokenAction = defineAction({
  input: tokenIdSchema,
  run: revokeToken,
  refresh: ["/admin/api"],
});
