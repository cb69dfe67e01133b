"use server";
import { defineAction } from "@/lib/action";
import { systemScheduleSchema } from "@/lib/schedule/schema";
import { saveSystemSchedule } from "@/lib/schedule/system-schedule";

export const saveSystemScheduleAction = defineAction({
  input: systemScheduleSchema,
  run: saveSystemSchedule,
  refresh: ["/admin/system/schedule", "/data/exports"],
});
