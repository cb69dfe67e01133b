import type { Sent } from "../outbox/sent";

/** What nodemailer says of an error. Its message quotes the server, which may quote an address; it goes nowhere. */
interface MailError {
  code?: string;
  command?: string;
  responseCode?: number;
  message: string;
}

const later = (code: string, responseCode: number | null = null): Sent => ({
  state: "later",
  code,
  responseCode,
});

/** Nothing was answered: it was not the message's fault, and may work once the server or the settings are put right. */
function withoutAnswer({ code, message }: MailError): Sent {
  if (/certificate|altname|self.signed/i.test(message)) return later("smtp_certificate");
  if (/wrong version number|packet length|unknown protocol|SSL routines|TLS/i.test(message))
    return later("smtp_tls_failed");
  if (code === "EDNS" || /ENOTFOUND|EAI_AGAIN/.test(message)) return later("smtp_host_unknown");
  if (/ECONNREFUSED|ENETUNREACH|EHOSTUNREACH/.test(message)) return later("smtp_host_refused");
  if (code === "ETIMEDOUT" || /ETIMEDOUT/.test(message)) return later("smtp_host_silent");
  if (code === "EAUTH") return later("smtp_login_missing");
  return later("smtp_cut_off");
}

/** Which part of a message the server refuses for good. */
function refusedPart(command: string): string {
  if (command === "MAIL FROM") return "smtp_sender_refused";
  if (command === "RCPT TO") return "smtp_recipient_refused";
  return "smtp_message_refused";
}

/**
 * How an error of a mail server ends a try. 4yz of RFC 5321 is "later". 5yz is "never" where it is about this message;
 * about the login or the encryption it is about the settings, which somebody may put right within the day.
 */
export function toMailOutcome(error: unknown): Sent {
  const told = error as MailError;
  const answer = told.responseCode ?? null;
  if (told.code === "ETLS") {
    const isCertificate = /certificate|altname|self.signed/i.test(told.message);
    return later(isCertificate ? "smtp_certificate" : "smtp_without_encryption", answer);
  }
  if (answer === null || answer < 400) return withoutAnswer(told);
  if (answer < 500) return later("smtp_later", answer);
  if (told.code === "EAUTH") return later("smtp_login_refused", answer);
  if (answer === 530) return later("smtp_login_missing", answer);
  if (told.code === "EENVELOPE" || told.code === "EMESSAGE")
    return { state: "never", code: refusedPart(told.command ?? ""), responseCode: answer };
  return later("smtp_unexpected", answer);
}
