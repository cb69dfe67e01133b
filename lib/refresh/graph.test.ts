import { describe, expect, it } from "vitest";
import { type Subjects, toGraph } from "./graph";

const subjects: Subjects = {
  sources: [
    { id: "shop", name: "Shop", fills: ["orders", "city"] },
    { id: "crm", name: "CRM", fills: ["email"] },
  ],
  segments: [
    { id: "buyers", name: "Buyers", fields: ["orders"], uses: [] },
    { id: "few", name: "Few", fields: [], uses: ["buyers", "gone"] },
    { id: "known", name: "Known", fields: ["email"], uses: [] },
  ],
  exports: [{ id: "news", name: "News", fields: ["email"], segments: ["few", "static"] }],
};

/** What waits for what, by name; `unification` for the profiles, and what it only waits for in brackets. */
function told(given: Subjects): Record<string, string[]> {
  const { tasks, edges } = toGraph(given);
  const nameOf = (id: string) => {
    const task = tasks.find((one) => one.id === id);
    return task?.kind === "unification" ? "unification" : (task?.name ?? "?");
  };
  return Object.fromEntries(
    tasks.map(({ id }) => [
      nameOf(id),
      edges
        .filter(({ taskId }) => taskId === id)
        .map(({ needsId, isRequired }) => (isRequired ? nameOf(needsId) : `(${nameOf(needsId)})`))
        .toSorted(),
    ]),
  );
}

describe("the tasks of a refresh", () => {
  it("wait for all sources, and need those that fill what they ask about or send, and the segments they name", () => {
    expect(told(subjects)).toEqual({
      Shop: [],
      CRM: [],
      unification: ["(CRM)", "(Shop)"],
      Buyers: ["Shop", "unification"],
      Few: ["Buyers", "unification"],
      Known: ["CRM", "unification"],
      News: ["CRM", "Few", "unification"],
    });
  });

  it("are the unification alone where there is nothing else", () => {
    expect(told({ sources: [], segments: [], exports: [] })).toEqual({ unification: [] });
  });

  it("name each other once, however often they are named", () => {
    const [first] = subjects.exports;
    const twice = {
      ...subjects,
      exports: first ? [{ ...first, fields: ["email", "email"], segments: ["few", "few"] }] : [],
    };
    expect(told(twice).News).toEqual(["CRM", "Few", "unification"]);
  });
});
