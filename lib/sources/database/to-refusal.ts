import { MAX_COLUMNS } from "../csv/csv-format";
import type { DatabaseAddress } from "./parse-address";
import { SourceRefusal } from "./source-refusal";

/** What a driver's or a server's error may carry. */
interface Told {
  code?: string;
  /** The place in PostgreSQL's sources; unlike the message it is in no language. */
  routine?: string;
  message?: string;
}

export interface ErrorContext {
  address: Pick<DatabaseAddress, "host" | "port" | "user" | "database">;
  /** The limit that was set, for an error that says it was reached. */
  limitSeconds: number;
}

const silent = ["ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH", "EHOSTDOWN"];
const cutOff = [
  "ECONNRESET",
  "EPIPE",
  "57P01",
  "57P02",
  "57P05",
  "25P03",
  "25P04",
  "08000",
  "08003",
  "08006",
];
const untrusted = /^(ERR_TLS_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH)/;

// A WITH that changes rows, and SELECT INTO.
const writingRoutines = ["transformDeclareCursorStmt", "transformSelectStmt"];

function ofConnecting(
  { code = "", message = "" }: Told,
  { address }: ErrorContext,
): SourceRefusal | undefined {
  const { host, port, user, database } = address;
  const refusal = (problem: string, params: Record<string, string | number> = {}) =>
    new SourceRefusal("address", problem, params);
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return refusal("source_host_unknown", { host });
  if (code === "ECONNREFUSED") return refusal("source_host_refused", { host, port });
  if (silent.includes(code) || /timeout expired|due to connection timeout/.test(message))
    return refusal("source_host_silent", { host, port });
  if (code === "28P01" || code === "28000") return refusal("source_login_refused", { user });
  if (code === "3D000") return refusal("source_database_unknown", { database });
  if (code === "42501" && message.includes("database")) return refusal("source_login_refused", { user });
  // pg has no code for these.
  if (message.includes("does not support SSL")) return refusal("source_without_encryption", { host });
  if (untrusted.test(code)) return refusal("source_certificate_untrusted", { host });
  if (code.startsWith("53") || code === "57P03") return refusal("source_busy", { host });
  if (cutOff.includes(code) || message.includes("Connection terminated"))
    return refusal("source_cut_off", { host });
  return undefined;
}

function ofReading(
  { code = "", routine = "", message = "" }: Told,
  { limitSeconds }: ErrorContext,
): SourceRefusal | undefined {
  const refusal = (problem: string, params: Record<string, string | number> = {}) =>
    new SourceRefusal("statement", problem, params);
  if (code === "42601" && routine === "exec_parse_message") return refusal("query_several_statements");
  // A cursor takes nothing that writes, a read-only transaction lets no function do it.
  if (code === "25006" || writingRoutines.includes(routine)) return refusal("query_writes");
  if (code === "57014") return refusal("query_too_slow", { seconds: limitSeconds });
  if (code === "54011") return refusal("query_too_wide", { limit: MAX_COLUMNS });
  if (code === "42501") return refusal("source_no_permission");
  if (code === "42P01" || code === "3F000") return refusal("source_table_unknown");
  // Errors of this class are found before any row is read, so their text holds nobody's data.
  if (code.startsWith("42")) return refusal("query_refused", { message });
  // Of what goes wrong with a value, a function's own errors among it, the text may hold the value.
  if (/^(2|P0)/.test(code)) return refusal("query_failed", { code });
  return undefined;
}

/** The refusal that an error of a source's database stands for; nothing that PostgreSQL says of a row is kept. */
export function toRefusal(error: unknown, context: ErrorContext): SourceRefusal {
  if (error instanceof SourceRefusal) return error;
  const told: Told = error instanceof Error ? error : {};
  return (
    ofConnecting(told, context) ??
    ofReading(told, context) ??
    new SourceRefusal("address", "source_unexpected", { code: told.code ?? "?" })
  );
}
