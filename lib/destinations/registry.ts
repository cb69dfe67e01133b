import { klaviyo } from "./klaviyo/index";
import type { Destination } from "./types";

/** Every place people can be sent to: one import and one name each. */
export const destinations: readonly Destination[] = [klaviyo];

/** The destination with this key, or null. */
export function findDestination(
  key: string,
  among: readonly Destination[] = destinations,
): Destination | null {
  return among.find((destination) => destination.key === key) ?? null;
}

/** The destination with this key. Throws where a stored key is none of ours. */
export function requireDestination(key: string, among: readonly Destination[] = destinations): Destination {
  const destination = findDestination(key, among);
  if (!destination) throw new Error(`There is no destination ${key}.`);
  return destination;
}
