import { notFound } from "next/navigation";
import { NotFound } from "@/lib/errors";

/** For pages, behind a query: what does not exist, or is none of the actor's, is the not-found page. */
export function orNotFound(error: unknown): never {
  if (error instanceof NotFound) notFound();
  throw error;
}
