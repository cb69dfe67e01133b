import { createTranslator } from "use-intl/core";
import { describe, expect, it } from "vitest";
import en from "@/messages/en.json";
import hu from "@/messages/hu.json";
import { type ToldIncident, asWords, hrefOf, sayIncident } from "./say-incident";
import { incidentKinds } from "./schema";

const languages = {
  en: asWords(createTranslator({ locale: "en", messages: en, timeZone: "UTC" })),
  hu: asWords(createTranslator({ locale: "hu", messages: hu, timeZone: "UTC" })),
};

const told = (given: Partial<ToldIncident>): ToldIncident => ({
  kind: "run_failed",
  objectType: "export",
  objectId: "e1",
  params: { name: "Readers" },
  isRecovery: false,
  ...given,
});

describe.each(["en", "hu"] as const)("in %s", (language) => {
  const words = languages[language];

  it.each(incidentKinds)("%s has a title, what to do, and a title for its end", (kind) => {
    const said = sayIncident(words, told({ kind, params: { name: "Readers", endsOn: "2028-07-15" } }));
    const over = sayIncident(words, told({ kind, isRecovery: true }));
    expect(said.title).toContain("Readers");
    expect(over.title).toContain("Readers");
    for (const text of [said.title, said.todo, over.title])
      expect(text).not.toMatch(/^$|notifications\.|[{}]/);
    expect(over.todo).toBe("");
  });
});

it("says why a run failed and what to do, as its page does", () => {
  const params = { name: "Readers", number: 12, code: "list_missing", list: "Readers" };
  expect(sayIncident(languages.en, told({ params }))).toEqual({
    title: "Run #12 of “Readers” failed",
    body: en.runs.problem.list_missing,
    todo: en.runs.todo.list_missing,
  });
});

it("says something of a code that has no sentence", () => {
  const said = sayIncident(languages.en, told({ params: { name: "Readers", code: "unheard_of" } }));
  expect(said.body).toBe("It stopped before everybody was done.");
});

it("gives the numbers of a run that is held", () => {
  const params = { name: "Readers", number: 3, reason: "many_removals", people: 21, of: 100, percent: 21 };
  expect(sayIncident(languages.en, told({ kind: "run_held", params })).body).toBe(
    "Held: 21 of 100 people would be taken off the list (21 %).",
  );
});

it("tells when a start was missed, and of the whole refresh where it has no name", () => {
  const params = { dueAt: "2026-11-27T06:00:00Z" };
  const said = sayIncident(languages.hu, told({ kind: "run_missed", objectType: "schedule", params }));
  expect(said.title).toBe("Elmaradt egy ütemezett frissítés");
  expect(said.body).toMatch(/^Esedékes volt: 2026\. nov\. 27\., 6:00\./);
});

it.each([
  [{}, "/data/exports/e1"],
  [{ params: { runId: "r1" } }, "/data/runs/r1"],
  [{ kind: "run_missed", params: { runId: "r1" } }, "/data/exports/e1"],
  [{ kind: "run_held", objectType: "run", objectId: "r1" }, "/data/runs/r1"],
  [{ kind: "connection_attention", objectType: "connection", objectId: "c1" }, "/admin/connections/c1"],
  [{ kind: "source_failed", objectType: "source", objectId: "s1" }, "/data/sources/s1"],
  [{ kind: "run_missed", objectType: "schedule", objectId: "1" }, "/admin/system/schedule"],
  [{ kind: "webhook_disabled", objectType: "webhook_endpoint" }, "/admin/system/notifications"],
  [{ kind: "revision_retires", objectType: "destination" }, "/admin/system/about"],
] as [Partial<ToldIncident>, string][])("%j leads to %s", (given, href) => {
  expect(hrefOf(told(given))).toBe(href);
});
