import { type Refused, refusedField } from "@/lib/errors";
import { SourceRefusal } from "./source-refusal";

/** A refusal at the field of the form it belongs to. Throws what is none. */
export function toResult(error: unknown, reads: "table" | "query"): Refused {
  if (!(error instanceof SourceRefusal)) throw error;
  return refusedField(error.field === "statement" ? reads : error.field, error.code, error.params);
}
