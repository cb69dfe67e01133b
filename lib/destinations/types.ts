import type { Dispatcher } from "undici";
import type { z } from "zod";
import type { OAuthProtocol } from "./oauth-types";

/** At most `requests` in `seconds`; the phase of the remote's windows is unknown. */
export interface RateWindow {
  seconds: number;
  requests: number;
}

/** The published limits by rate class. All windows of a class hold at once; each class has its own. */
export type RateClasses = Readonly<Record<string, readonly RateWindow[]>>;

/** A field of the remote's records that a profile field can be mapped to. */
export interface DestinationField {
  key: string;
  kind: "email" | "phone" | "text" | "number";
  /** Names the label in `messages`. */
  labelKey: string;
  isRequired: boolean;
}

/** Limits of one request. Bytes are those of the encoded body. */
export interface DestinationLimits {
  records: number;
  bytes: number;
  recordBytes: number;
  /** What a body holds besides the records and their commas. */
  envelopeBytes: number;
  /** Most remote ids in one `remove`. */
  removals: number;
}

/** An access token comes with the scopes of its grant; a key's scopes are unknown. */
export type Credential =
  | { kind: "key"; key: string }
  | { kind: "oauth"; accessToken: string; scopes: readonly string[] };

export interface Target {
  listId: string;
}

export type FieldValue = string | number | boolean | Date | readonly (string | number | boolean)[];

/** What is told of everybody alike: keys of mappable fields besides the address, and names of custom properties. */
export interface RecordShape {
  fields: readonly string[];
  properties: readonly string[];
}

/** One person to send, in a shape. */
export interface RecordSource {
  email: FieldValue | null | undefined;
  /** In the order of the shape's fields, then of its properties. */
  values: readonly (FieldValue | null | undefined)[];
  /** What has a value there, as far as is known. */
  had: RecordShape;
}

/** One person to send: values by the key of a mappable field, and custom properties by the name they get there. */
export interface MappedPerson {
  fields: Readonly<Record<string, FieldValue | null | undefined>>;
  properties: Readonly<Record<string, FieldValue | null | undefined>>;
  /** Custom properties that were sent before and have no value any more. */
  unset: readonly string[];
}

/** A record as it will stand in a body. `json` is deterministic: equal input gives equal text. */
export interface EncodedRecord {
  json: string;
  bytes: number;
}

/** Records as they stand in one body, one a line. */
export interface RecordBlock {
  count: number;
  rows: Buffer;
}

/** Something of a record that is not sent, while the rest is. */
export interface MappingWarning {
  field: string;
  code: string;
}

export type Encoding =
  | {
      ok: true;
      record: EncodedRecord;
      identifier: string;
      warnings: MappingWarning[];
      /** A character for each value: 1 where there is something to tell, be it left out with a warning. */
      filled: string;
    }
  | { ok: false; code: "email_missing" | "email_invalid" | "record_too_large" };

/** What one request is, for the limiter and the fence. */
export interface OutgoingRequest {
  rateClass: string;
  isWrite: boolean;
  /** It says who somebody is, be it only to ask after them. */
  namesPeople: boolean;
}

export interface Deadlines {
  /** From the start of sending to the answer's headers. */
  headersMs: number;
  /** Longest silence while the answer's body arrives. */
  bodyMs: number;
  /** From the start of sending to the last byte of the answer, for reads. */
  readMs: number;
  /** The same for writes. */
  writeMs: number;
}

/** The world as a destination sees it: everything is handed in. */
export interface DestinationIo {
  /** Where the remote's API is, `https://host` without a path. */
  address: string;
  /** Connections; see `openAgent`, which sets the connect deadline. */
  dispatcher: Dispatcher;
  /** Milliseconds since 1970. */
  clock(): number;
  /** From 0 up to 1. */
  random(): number;
  /** Before each request takes a connection: the limiter's place. What it throws is passed on untouched. */
  onRequest?(request: OutgoingRequest): Promise<void>;
  /**
   * Of a write: when the connection stands, immediately before its first byte goes to the socket. Of a read: before
   * it is dispatched. What it throws is passed on untouched, and then nothing was sent. Keep it quick: the connection
   * waits with it. Deadlines count from where it ends.
   */
  fence?(request: OutgoingRequest): Promise<void>;
  /** When the head of the answer has come, with the same object as the hooks before: the remote has counted it. */
  onAnswer?(request: OutgoingRequest): void;
  /** When all is over, however it ended; also of one that never left. */
  onEnd?(request: OutgoingRequest): void;
  /** When it aborts, calls throw its reason, or an `ambiguous` failure where a write may have left. */
  signal?: AbortSignal;
  deadlines?: Partial<Deadlines>;
}

export interface RemoteAccount {
  id: string;
  name: string | null;
  timezone: string | null;
  isTestAccount: boolean | null;
}

/** Writing scopes of a key cannot be proved without writing. */
export interface ScopeState {
  scope: string;
  state: "granted" | "missing" | "confirmed_at_first_use";
}

export interface RemoteList {
  id: string;
  name: string;
}

/** `cursor` is null when all lists were looked at; otherwise it continues the search. */
export interface ListPage {
  lists: RemoteList[];
  cursor: string | null;
}

/** Names need not be unique at the remote, so an equal name is found rather than made again. */
export type ListCreation = { state: "created" | "exists"; list: RemoteList };

/** What a submission is asked about later. The time is the remote's. */
export interface Ticket {
  id: string;
  createdAtMs: number;
}

/** Accepted for processing is not done: a ticket stays open until the remote says how the records fared. */
export type Submission = { state: "pending"; ticket: Ticket; checkAfterMs: number };

export interface TicketCounts {
  total: number;
  accepted: number;
  rejected: number;
  /** Records the remote says nothing about. */
  unconfirmed: number;
}

/** `canceled` may have been applied in part. `missing`: the remote does not know the ticket, or no longer. */
export type TicketState =
  | { state: "pending"; counts: TicketCounts }
  | { state: "done"; counts: TicketCounts }
  | { state: "canceled"; counts: TicketCounts }
  | { state: "missing" };

/** Why one record was not taken. Who it is stands in what was sent; no place is promised. */
export interface RecordError {
  code: string;
  /** The remote's words, without addresses. */
  detail: string;
  field: string | null;
  email: string | null;
  phone: string | null;
  externalId: string | null;
}

/** `halve`: the set was refused without naming who; try its halves. Nobody was removed. */
export type Removal = { state: "removed"; alreadyGone: string[] } | { state: "halve" };

export interface RemoteMember {
  remoteId: string;
  email: string | null;
}

/** A connection in use. Every method throws DestinationFailure where it does not succeed. */
export interface Channel {
  /** Asks anew each time. */
  whoAmI(): Promise<RemoteAccount>;
  scopes(): Promise<ScopeState[]>;
  lists: {
    /** Lists whose name contains `query`, in any case, or whose id is `query`. Reads a bounded number of pages. */
    search(query: string, cursor: string | null): Promise<ListPage>;
    get(id: string): Promise<RemoteList | null>;
    create(name: string): Promise<ListCreation>;
  };
  submit(target: Target, block: RecordBlock): Promise<Submission>;
  /** The state of every ticket asked for, by id. */
  check(tickets: readonly Ticket[]): Promise<ReadonlyMap<string, TicketState>>;
  /**
   * Submissions to the list since a moment with so many records: where a lost answer may have led. Those whose id is
   * `known` are left out unasked, since asking for the list of each is slow.
   */
  findSubmissions(
    target: Target,
    sought: { records: number; sinceMs: number; known?: ReadonlySet<string> },
  ): Promise<Ticket[]>;
  /** Page by page. */
  rowErrors(ticket: Pick<Ticket, "id">): AsyncIterable<RecordError[]>;
  remove(target: Target, remoteIds: readonly string[]): Promise<Removal>;
  /** Page by page. A member may come twice while the list moves. */
  listMembers(target: Target): AsyncIterable<RemoteMember[]>;
  /** Which of these normalised addresses are on the list. */
  findMembers(target: Target, emails: readonly string[]): Promise<ReadonlySet<string>>;
  /** Remote ids by normalised address; who is unknown there is not in the map. */
  findProfileIds(emails: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Asks the remote to erase everybody with the address. `requested` is not done: it takes its time. */
  requestErasure(email: string): Promise<"requested" | "unknown">;
}

export type IdentifierCheck = { ok: true; identifier: string } | { ok: false; code: string };

/**
 * Which normalised addresses are accepted, said so that set work need not bring everybody here: regular expressions
 * that mean the same to JavaScript and to PostgreSQL. What has more than `ordinaryLength` characters must not match
 * `tooLong` either; bounds are slow for PostgreSQL, and few addresses need them.
 */
export interface IdentifierRule {
  pattern: string;
  ordinaryLength: number;
  tooLong: string;
}

/** A place people can be sent to: a plain object, known to the registry. */
export interface Destination {
  key: string;
  label: string;
  /** What the form asks for; messages are codes. */
  secretSchema: z.ZodType<{ key: string }>;
  targetSchema: z.ZodType<Target>;
  fields: readonly DestinationField[];
  /** The version of the remote's API that is spoken, and the day it ends, as an ISO date. */
  api: { revision: string; endsOn: string | null };
  limits: DestinationLimits;
  rateClasses: RateClasses;
  /** The rate classes of what a run asks for most. */
  writeClasses: { submit: string; lookUp: string; remove: string };
  /** The scopes runs need. */
  scopes: readonly string[];
  /** The scope that erasing people there needs besides. */
  erasureScope: string;
  /** Null where there are only keys. */
  oauth: OAuthProtocol | null;
  identifierRule: IdentifierRule;
  /** How an address is written there, or why it cannot be sent. */
  checkIdentifier(written: string): IdentifierCheck;
  /** The name a custom property gets there, or why it cannot have it. */
  checkPropertyName(written: string): { ok: true; name: string } | { ok: false; code: string };
  /** Encodes people of one shape, many of them. */
  createEncoder(shape: RecordShape): (source: RecordSource) => Encoding;
  /** The same for one person. */
  encode(person: MappedPerson): Encoding;
  open(credential: Credential, io: DestinationIo): Channel;
}
