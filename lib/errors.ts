/** A problem with one field: `code` names a sentence in messages (`problems.<code>`), `params` fill it. */
export interface FieldProblem {
  code: string;
  params?: Record<string, string | number>;
}

/** What a command answers when a person can put it right. */
export interface Refused {
  ok: false;
  code: string;
  params?: Record<string, string | number>;
  fields?: Record<string, FieldProblem>;
}

export type Result<Value> = { ok: true; value: Value } | Refused;

export function accepted<Value>(value: Value): { ok: true; value: Value } {
  return { ok: true, value };
}

export function refused(code: string, params?: Refused["params"]): Refused {
  return { ok: false, code, params };
}

/** A refusal that belongs to one field of the form. */
export function refusedField(field: string, code: string, params?: FieldProblem["params"]): Refused {
  return { ok: false, code: "invalid", fields: { [field]: { code, params } } };
}

/** The actor may not do this. */
export class Forbidden extends Error {
  constructor(permission: string) {
    super(`The actor lacks ${permission}.`);
    this.name = "Forbidden";
  }
}

/** The actor has to prove who they are once more; the same request may then be made again. */
export class ProofNeeded extends Error {
  constructor() {
    super("The actor has not proved lately who they are.");
    this.name = "ProofNeeded";
  }
}

/** There is no such thing, or it is none of the actor's: both look the same from outside. */
export class NotFound extends Error {
  constructor(thing: string, id: string) {
    super(`No ${thing} ${id}.`);
    this.name = "NotFound";
  }
}
