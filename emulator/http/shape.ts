import { invalidBody, type Problem } from "./api-error.ts";

/** What a request body may look like. Objects are closed unless `open`: Klaviyo refuses unknown members. */
export type Shape =
  | { kind: "string"; nullable?: boolean; oneOf?: readonly string[]; longest?: number; format?: "date-time" }
  | { kind: "boolean"; nullable?: boolean }
  | { kind: "text-or-number"; nullable?: boolean }
  | { kind: "text-or-texts"; nullable?: boolean }
  | { kind: "open-object"; nullable?: boolean }
  | { kind: "array"; items: Shape; nullable?: boolean }
  | ObjectShape;

export interface ObjectShape {
  kind: "object";
  resource: string;
  fields: Record<string, Shape>;
  required?: readonly string[];
  nullable?: boolean;
}

/** Where the walk is and what it found; the path is one shared stack so that good rows cost nothing. */
export interface Walk {
  path: (string | number)[];
  problems: Problem[];
}

/** Checks `value` against `shape` and adds every fault to the walk. */
export function checkShape(value: unknown, shape: Shape, walk: Walk): void {
  if (value === null) {
    if (!shape.nullable) fault(walk, "This field may not be null.");
    return;
  }
  switch (shape.kind) {
    case "string":
      return checkString(value, shape, walk);
    case "boolean":
      if (typeof value !== "boolean") fault(walk, "Invalid input");
      return;
    case "text-or-number":
      if (typeof value !== "string" && typeof value !== "number") fault(walk, "Invalid input");
      return;
    case "text-or-texts": {
      const texts = Array.isArray(value) ? value : [value];
      if (!texts.every((text) => typeof text === "string")) fault(walk, "Invalid input");
      return;
    }
    case "open-object":
      if (!isObject(value)) fault(walk, "Invalid input");
      return;
    case "array":
      if (!Array.isArray(value)) return fault(walk, "Invalid input");
      return value.forEach((item, index) => within(walk, index, () => checkShape(item, shape.items, walk)));
    case "object":
      return checkObject(value, shape, walk);
  }
}

/** Runs `look` one step deeper in the path. */
export function within(walk: Walk, step: string | number, look: () => void): void {
  walk.path.push(step);
  look();
  walk.path.pop();
}

/** Adds a fault at the walk's present place. */
export function fault(walk: Walk, detail: string): void {
  walk.problems.push(invalidBody(`/${walk.path.join("/")}`, detail));
}

/** A JSON object, not an array and not null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function checkString(value: unknown, shape: Shape & { kind: "string" }, walk: Walk): void {
  if (typeof value !== "string") return fault(walk, "Invalid input");
  if (shape.oneOf && !shape.oneOf.includes(value)) return fault(walk, `'${value}' is not a valid choice.`);
  if (shape.longest && value.length > shape.longest) {
    return fault(walk, `Ensure this field has no more than ${shape.longest} characters.`);
  }
  if (shape.format && Number.isNaN(Date.parse(value))) fault(walk, "Invalid datetime");
}

function checkObject(value: unknown, shape: ObjectShape, walk: Walk): void {
  if (!isObject(value)) return fault(walk, "Invalid input");
  for (const name in value) {
    const field = Object.hasOwn(shape.fields, name) ? shape.fields[name] : undefined;
    walk.path.push(name);
    if (field) checkShape(value[name], field, walk);
    else fault(walk, `'${name}' is not a valid field for the resource '${shape.resource}'.`);
    walk.path.pop();
  }
  for (const name of shape.required ?? []) {
    if (value[name] === undefined) {
      within(walk, name, () =>
        fault(walk, `'${name}' is a required field for the resource '${shape.resource}'.`),
      );
    }
  }
}
