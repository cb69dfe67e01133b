/** Who asks. `contributor` and `sharer` differ in one thing: the connection is shared with the second. */
export const persons = ["nobody", "viewer", "contributor", "sharer", "administrator", "disabled"] as const;
export type Person = (typeof persons)[number];

/** `no` is the refusal of a role, `unknown` the answer that an id gets which does not exist. */
export type Verdict = "yes" | "no" | "unknown" | "sign in";

export type Audience = Record<Person, Verdict>;

/** Who is not signed in is nobody, and so is who was disabled. */
const signedIn = (
  viewer: Verdict,
  contributor: Verdict,
  sharer: Verdict,
  administrator: Verdict,
): Audience => ({ nobody: "sign in", viewer, contributor, sharer, administrator, disabled: "sign in" });

export const anybody: Audience = { ...signedIn("yes", "yes", "yes", "yes"), nobody: "yes", disabled: "yes" };
export const everybody = signedIn("yes", "yes", "yes", "yes");
export const editors = signedIn("no", "yes", "yes", "yes");
export const administrators = signedIn("no", "no", "no", "yes");
/** Changing and running an export that everybody sees. */
export const sharers = signedIn("no", "no", "yes", "yes");
/** Naming a connection, which is nothing to contributors that it is not shared with. */
export const connectionUsers = signedIn("no", "unknown", "yes", "yes");

type Given = Record<string, unknown>;

/** What may be asked for: by whom, and how. */
export interface Entry<Made> {
  who: Audience;
  /** Fills the brackets of an address, and goes into its query or is what an action is given. */
  given?: (made: Made, owner: Owner) => Given | Promise<Given>;
  /** The first id of `given` is the owner's alone; another's looks like none, whatever the role. */
  isOwn?: true;
  /** Sent as JSON. */
  body?: (made: Made) => Given;
  /** How those are answered who may: a status, or the code of a refusal that has nothing to do with who they are. */
  answer?: number | string;
}

/** Whose an object is: theirs who ask, or another administrator's. */
export type Owner = Exclude<Person, "nobody"> | "another";
