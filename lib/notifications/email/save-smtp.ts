import { recordAudit } from "@/lib/audit/record";
import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { type Result, accepted, refusedField } from "@/lib/errors";
import type { SmtpInput } from "../schema";
import { sealSmtpPassword } from "./smtp-secret";

/**
 * Stores how e-mail leaves. A password that is left out stays, but only for the server it was given for: it is not to be
 * told to another one. Refuses `smtp_password_again` then.
 */
export async function saveSmtp(actor: Actor, input: SmtpInput): Promise<Result<null>> {
  requirePermission(actor, "notification:manage");
  const { password, userName, ...settings } = input;
  return prisma().$transaction(async (tx) => {
    const before = await tx.smtpSettings.findUnique({ where: { id: 1 } });
    const keeps = password === undefined && before?.passwordCiphertext != null && userName !== "";
    if (keeps && before.host !== settings.host) return refusedField("password", "smtp_password_again");
    const data = {
      ...settings,
      userName: userName || null,
      ...(userName === "" && { passwordCiphertext: null }),
      ...(userName !== "" &&
        password !== undefined && { passwordCiphertext: password ? sealSmtpPassword(password) : null }),
    };
    await tx.smtpSettings.upsert({ where: { id: 1 }, create: data, update: data });
    await recordAudit(tx, actor, {
      action: "smtp.save",
      objectType: "smtp_settings",
      details: { host: settings.host, port: settings.port, security: settings.security },
    });
    return accepted(null);
  });
}

/** Ends e-mail; what still waits to be sent is dropped. */
export async function removeSmtp(actor: Actor): Promise<Result<null>> {
  requirePermission(actor, "notification:manage");
  await prisma().$transaction(async (tx) => {
    await tx.smtpSettings.deleteMany();
    await recordAudit(tx, actor, { action: "smtp.remove", objectType: "smtp_settings" });
  });
  return accepted(null);
}
