/** What every failure says. Nothing in it contains a credential or an e-mail address. */
interface Circumstances {
  /** One sentence for logs: what was asked, what came back. */
  sentence: string;
  /** The rate class of the call, such as `GET /api/lists`. */
  rateClass: string;
  /** Null when no answer arrived. */
  status: number | null;
  /** The remote's own error code, or ours where it gave none (`deadline`, `not_json`, `ECONNRESET`). */
  code: string;
  /** What the remote's support can find the request by. */
  requestId: string | null;
  /** The remote's name for the place of the problem: a JSON pointer or a query parameter. */
  pointer: string | null;
}

/** One record of a refused request. `index` is its place in the request, from 0. */
export interface RefusedRow {
  index: number;
  code: string;
  detail: string;
  /** The remote's name of the field, where it named one. */
  field: string | null;
}

export type FailureReport = Circumstances &
  (
    | {
        /**
         * `auth`: the credential is not accepted. `target_missing`: the list is gone. `ticket_missing`: the
         * submission can no longer be asked about. `too_large`: send halves. `bug`: sending it again is pointless.
         * None of these had an effect.
         */
        kind: "auth" | "target_missing" | "ticket_missing" | "too_large" | "bug";
      }
    /** `missingScopes` are the scopes the call needs; one that the remote named stands alone. */
    | { kind: "forbidden"; missingScopes: readonly string[] }
    /** `isStated` is false where the remote did not say how long, and the time is a guess between 5 and 30 s. */
    | { kind: "rate_limited"; retryAfterMs: number; isStated: boolean }
    /** Try later. Had no effect. `retryAfterMs` is null where the remote did not say. */
    | { kind: "transient"; retryAfterMs: number | null }
    /** A write that may have taken effect: bytes of it may have left, and no answer tells. */
    | { kind: "ambiguous"; retryAfterMs: number | null }
    /** The whole request was refused because of these rows; without them it may be sent again. */
    | { kind: "invalid_rows"; rows: readonly RefusedRow[] }
  );

export type FailureKind = FailureReport["kind"];

/** Why a call to a destination did not succeed. The engine decides what to do about it. */
export class DestinationFailure extends Error {
  readonly report: FailureReport;

  constructor(report: FailureReport) {
    super(report.sentence);
    this.name = "DestinationFailure";
    this.report = report;
  }

  get kind(): FailureKind {
    return this.report.kind;
  }
}
