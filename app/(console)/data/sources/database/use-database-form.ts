"use client";
import { useState } from "react";
import { useAction } from "@/components/ui/use-action";
import type { Result } from "@/lib/errors";
import type { ProfileField } from "@/lib/profiles/fields";
import type { LookedAt } from "@/lib/sources/database/look-at-database";
import type { DatabaseSettings } from "@/lib/sources/database/queries";
import type { SaveDatabaseInput, TestDatabaseInput } from "@/lib/sources/database/schema";
import type { SourceColumn } from "@/lib/sources/schema";
import { planFor } from "../uploads/[uploadId]/plan-for";
import { saveDatabaseAction, testDatabaseAction } from "./actions";

const fresh = {
  name: "",
  address: "",
  reads: "table" as DatabaseSettings["reads"],
  table: "",
  query: "",
  keyColumn: "",
  columns: [] as SourceColumn[],
  mode: "full" as DatabaseSettings["mode"],
  cursorColumn: "",
  overlap: 10,
  compareEveryHours: 24,
  timeLimitMinutes: 60,
  isScheduled: true,
};
export type DatabaseDraft = typeof fresh;

function draftOf(settings: DatabaseSettings): DatabaseDraft {
  const { server: _, sourceId: __, ...kept } = settings;
  return { ...kept, address: "" };
}

type Asked = { test: TestDatabaseInput } | { save: SaveDatabaseInput };

/** Both show their problems in one form, where the latest answer counts. */
async function testOrSave(asked: Asked): Promise<Result<LookedAt | { sourceId: string }>> {
  if ("save" in asked) return saveDatabaseAction(asked.save);
  const result = await testDatabaseAction(asked.test);
  return result.ok || result.code !== "invalid" ? result : { ...result, code: "test_failed" };
}

/** What stands in the form of a PostgreSQL source, what its test found, and its two actions. */
export function useDatabaseForm(fields: ProfileField[], settings?: DatabaseSettings) {
  const [initial] = useState(() => (settings ? draftOf(settings) : fresh));
  const [draft, setDraft] = useState(initial);
  const [looked, setLooked] = useState<LookedAt>();
  const [isTesting, setTesting] = useState(false);
  const { run, form, isPending, problem, fieldProblem, clearProblem } = useAction(testOrSave);
  const change = (changes: Partial<DatabaseDraft>) => setDraft((was) => ({ ...was, ...changes }));

  /** What is read may be something else now, so what the test found is no longer true. */
  function changeReach(changes: Partial<Pick<DatabaseDraft, "address" | "reads" | "table" | "query">>) {
    setLooked(undefined);
    for (const field of Object.keys(changes)) clearProblem(field);
    change(changes);
  }

  async function runTest() {
    const { address, reads, table, query } = draft;
    setTesting(true);
    const found = await run({ test: { sourceId: settings?.sourceId, address, reads, table, query } });
    setTesting(false);
    if (!found || "sourceId" in found) return;
    setLooked(found);
    const before = draft.columns.length > 0 ? draft : undefined;
    const isCounted = found.cursors.some(({ column }) => column === draft.cursorColumn);
    change({ ...planFor(found, fields, before), ...(isCounted ? {} : { cursorColumn: "" }) });
  }

  async function runSave(): Promise<string | undefined> {
    const saved = await run({ save: { ...draft, sourceId: settings?.sourceId } });
    return saved && "sourceId" in saved ? saved.sourceId : undefined;
  }

  function changeColumn(index: number, changes: Partial<SourceColumn>) {
    change({ columns: draft.columns.map((one, at) => (at === index ? { ...one, ...changes } : one)) });
  }

  const state = {
    draft,
    change,
    changeReach,
    changeColumn,
    looked,
    runTest,
    runSave,
    isTesting,
    isSaving: isPending && !isTesting,
    isDirty: draft !== initial,
    problem,
    fieldProblem,
  };
  return { form, state };
}
export type DatabaseFormState = ReturnType<typeof useDatabaseForm>["state"];
