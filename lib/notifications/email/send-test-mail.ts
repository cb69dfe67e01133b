import { randomUUID } from "node:crypto";
import { recordAudit } from "@/lib/audit/record";
import type { UserActor } from "@/lib/auth/current-actor";
import { requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { type Result, accepted, refused } from "@/lib/errors";
import { mailProblem } from "./mail-problem";
import { renderTestMail } from "./render-mail";
import { sendMail } from "./send-mail";

/** Sends a message to whoever asks, over the stored settings, and refuses with the code of what went wrong. */
export async function sendTestMail(actor: UserActor): Promise<Result<{ to: string }>> {
  requirePermission(actor, "notification:manage");
  const settings = await prisma().smtpSettings.findUnique({ where: { id: 1 } });
  if (!settings) return refused("smtp_not_set_up");
  const user = await prisma().user.findUniqueOrThrow({ where: { id: actor.id } });
  const address = user.email ?? "";
  await recordAudit(prisma(), actor, { action: "smtp.test", objectType: "smtp_settings" });
  const mail = await renderTestMail(user);
  const sent = await sendMail(settings, {
    id: randomUUID(),
    to: { name: user.name, address },
    ...mail,
  });
  if (sent.state === "sent") return accepted({ to: address });
  const { code, params } = mailProblem(settings, sent);
  return refused(code, params);
}
