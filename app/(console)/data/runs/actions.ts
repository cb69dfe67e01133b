"use server";
import { defineAction } from "@/lib/action";
import { accepted } from "@/lib/errors";
import { listOutcomePeople } from "@/lib/runs/outcomes/outcome-queries";
import { listOutcomePeopleSchema } from "@/lib/runs/outcomes/outcome-schema";

export const listOutcomePeopleAction = defineAction({
  input: listOutcomePeopleSchema,
  run: async (actor, input) => accepted(await listOutcomePeople(actor, input)),
});
