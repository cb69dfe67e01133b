"use server";
import { z } from "zod";
import { defineAction } from "@/lib/action";
import { refreshSource } from "@/lib/sources/database/refresh-source";
import { saveDatabase } from "@/lib/sources/database/save-database";
import { saveDatabaseSchema, testDatabaseSchema } from "@/lib/sources/database/schema";
import { testDatabase } from "@/lib/sources/database/test-database";

const refresh = ["/data"];

export const testDatabaseAction = defineAction({ input: testDatabaseSchema, run: testDatabase });
export const saveDatabaseAction = defineAction({ input: saveDatabaseSchema, run: saveDatabase, refresh });
export const refreshSourceAction = defineAction({
  input: z.object({ sourceId: z.uuid() }),
  run: refreshSource,
  refresh,
});
