"use client";
import { createContext, useContext } from "react";
import type { ProfileField } from "@/lib/profiles/fields";
import type { DraftItem, DraftRule } from "./segment-draft";

/** A segment that rules may ask about. */
export interface SegmentChoice {
  id: string;
  name: string;
  /** An inactive one counts as it was last refreshed. */
  isActive: boolean;
  refreshedAt: string | null;
}

/** What every part of the rules' form needs, whatever its depth. */
export interface RulesContext {
  fields: ProfileField[];
  segments: SegmentChoice[];
  /** The item that was just added, which takes the cursor. */
  addedId: string | null;
  /** The sentence about what stands at a path of the definition. */
  problemOf: (path: string) => string | undefined;
  /** Changes an item; `part` names what is typed into, so that typing is one step to take back. Null takes it out. */
  change: (id: string, change: (item: DraftItem) => DraftItem | null, part?: string) => void;
  changeRule: (id: string, change: Partial<DraftRule>) => void;
  removeRule: (id: string) => void;
  add: (groupId: string, kind: DraftItem["kind"]) => void;
}

export const RulesScope = createContext<RulesContext | null>(null);

/** The form the part stands in. */
export function useRules(): RulesContext {
  const rules = useContext(RulesScope);
  if (!rules) throw new Error("Rules are edited within a RulesScope.");
  return rules;
}
