"use server";
import { defineAction } from "@/lib/action";
import { accepted } from "@/lib/errors";
import { listOutcomePeople } from "@/lib/runs/outcome-queries";
import { listOutcomePeopleSchema } from "@/lib/runs/outcome-schema";

export const listOutcomePeopleAction = defineAction({
  input: listOutcomePeopleSchema,
  run: async (actor, input) => accepted(await listOutcomePeople(actor, input)),
});
