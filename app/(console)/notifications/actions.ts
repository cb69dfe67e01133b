"use server";
import { z } from "zod";
import { defineAction } from "@/lib/action";
import { markAllRead, markRead } from "@/lib/notifications/mark-read";
import { notificationIdSchema } from "@/lib/notifications/schema";

export const markReadAction = defineAction({ input: notificationIdSchema, run: markRead, refresh: ["/"] });
export const markAllReadAction = defineAction({ input: z.object({}), run: markAllRead, refresh: ["/"] });
