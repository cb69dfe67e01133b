import { randomUUID } from "node:crypto";
import type { UserLinkPurpose } from "@/generated/prisma/enums";
import type { Actor } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import type { FieldProblem } from "@/lib/errors";
import { mailProblem } from "@/lib/notifications/email/mail-problem";
import { renderLinkMail } from "@/lib/notifications/email/render-mail";
import { sendMail } from "@/lib/notifications/email/send-mail";

export interface Delivery {
  /** To be shown to the administrator once: where no mail went out, or it does not arrive, they give it to the person. */
  link: string;
  /** What became of the mail; "none" where e-mail is not set up. */
  mail: { state: "none" } | { state: "sent"; to: string } | { state: "failed"; problem: FieldProblem };
}

interface MadeLink {
  /** Who made it. */
  maker: Actor;
  userId: string;
  purpose: UserLinkPurpose;
  link: string;
}

async function mailLink({ maker, userId, purpose, link }: MadeLink): Promise<Delivery["mail"]> {
  const settings = await prisma().smtpSettings.findUnique({ where: { id: 1 } });
  if (!settings) return { state: "none" };
  const user = await prisma().user.findUniqueOrThrow({ where: { id: userId } });
  const by =
    maker.kind === "user" ? await prisma().user.findUniqueOrThrow({ where: { id: maker.id } }) : null;
  const address = user.email ?? "";
  const reader = { name: user.name, locale: user.locale ?? by?.locale ?? null };
  const mail = renderLinkMail({ purpose, link, by: by?.name ?? "Ferry" }, reader);
  const sent = await sendMail(settings, { id: randomUUID(), to: { name: user.name, address }, ...mail });
  if (sent.state === "sent") return { state: "sent", to: address };
  return { state: "failed", problem: mailProblem(settings, sent) };
}

/**
 * Brings a link to the person it is for: by mail where e-mail is set up, and in any case to the administrator who asked.
 * It is mailed from here, once and behind no queue, since whatever keeps a link keeps a way in.
 */
export async function deliverLink(made: MadeLink): Promise<Delivery> {
  return { link: made.link, mail: await mailLink(made) };
}
