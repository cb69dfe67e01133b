"use server";
import { defineAction } from "@/lib/action";
import { saveColumnsSchema } from "@/lib/profiles/columns-schema";
import { saveColumns } from "@/lib/profiles/save-columns";

export const saveColumnsAction = defineAction({
  input: saveColumnsSchema,
  run: saveColumns,
  refresh: ["/data/customers"],
});
