import type { SmtpSettings } from "@/generated/prisma/client";
import type { FieldProblem } from "@/lib/errors";
import type { Sent } from "../outbox/sent";

/** Why a message did not leave, as the sentence that somebody who waits for it reads. */
export function mailProblem(
  { host, port }: Pick<SmtpSettings, "host" | "port">,
  sent: Exclude<Sent, { state: "sent" }>,
): FieldProblem {
  if (sent.state === "canceled") return { code: sent.code };
  return { code: sent.code, params: { host, port: String(port), status: sent.responseCode ?? 0 } };
}
