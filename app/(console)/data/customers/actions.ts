"use server";
import { defineAction } from "@/lib/action";
import { accepted } from "@/lib/errors";
import { listProfiles } from "@/lib/profiles/queries";
import { listProfilesSchema } from "@/lib/profiles/schema";

export const listProfilesAction = defineAction({
  input: listProfilesSchema,
  run: async (actor, input) => accepted(await listProfiles(actor, input)),
});
