import { ApiError } from "./api-error.ts";
import type { Call } from "./call.ts";
import { checkShape, type Shape } from "./shape.ts";

/** Refuses a body that does not have the shape, with every fault at once. */
export function requireShape(call: Call, shape: Shape): void {
  const walk = { path: [], problems: [] };
  checkShape(call.body, shape, walk);
  if (walk.problems.length > 0) throw new ApiError(400, walk.problems);
}
