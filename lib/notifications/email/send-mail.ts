import { createTransport } from "nodemailer";
import type { SmtpSettings } from "@/generated/prisma/client";
import { openSmtpPassword } from "./smtp-secret";
import { toMailOutcome } from "./to-mail-outcome";
import type { Sent } from "../outbox/sent";

export interface Mail {
  /** Names the message: one that is sent twice can be told by it. */
  id: string;
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
}

const CONNECT_MS = 10_000;
const SILENCE_MS = 20_000;
/** Whatever happens, it is over then; a lease of the outbox is longer. */
const WHOLE_MS = 60_000;

function transportFor(settings: SmtpSettings) {
  const { host, port, security, userName, passwordCiphertext } = settings;
  return createTransport({
    host,
    port,
    secure: security === "tls",
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    ...(userName && {
      auth: { user: userName, pass: passwordCiphertext ? openSmtpPassword(passwordCiphertext) : "" },
    }),
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    // A message of ours is text; nothing of it is to be read from a file or fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** Hands one message over to the mail server, and says how that ended. */
export async function sendMail(settings: SmtpSettings, mail: Mail): Promise<Sent> {
  const transport = transportFor(settings);
  const timer = setTimeout(() => transport.close(), WHOLE_MS);
  const domain = settings.senderAddress.slice(settings.senderAddress.lastIndexOf("@") + 1);
  try {
    const answer = await transport.sendMail({
      from: { name: settings.senderName, address: settings.senderAddress },
      to: mail.to,
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      messageId: `<${mail.id}@${domain}>`,
      // So that nobody's absence note answers it.
      headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
    });
    return { state: "sent", responseCode: Number(/^\d{3}/.exec(answer.response)?.[0] ?? 250) };
  } catch (error) {
    return toMailOutcome(error);
  } finally {
    clearTimeout(timer);
    transport.close();
  }
}
