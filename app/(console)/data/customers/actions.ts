"use server";
import { z } from "zod";
import { defineAction } from "@/lib/action";
import { changeField, changeFieldSchema } from "@/lib/profiles/change-field";
import { saveColumnsSchema } from "@/lib/profiles/columns-schema";
import { retryUnification } from "@/lib/profiles/retry-unification";
import { saveColumns } from "@/lib/profiles/save-columns";

export const saveColumnsAction = defineAction({
  input: saveColumnsSchema,
  run: saveColumns,
  refresh: ["/data/customers"],
});
export const changeFieldAction = defineAction({
  input: changeFieldSchema,
  run: changeField,
  refresh: ["/data"],
});
export const retryUnificationAction = defineAction({
  input: z.object({}),
  run: retryUnification,
  refresh: ["/data"],
});
