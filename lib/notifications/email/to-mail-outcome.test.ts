import { expect, it } from "vitest";
import { toMailOutcome } from "./to-mail-outcome";

it.each([
  [{ code: "EDNS", message: "getaddrinfo ENOTFOUND mail.invalid" }, "later", "smtp_host_unknown"],
  [{ code: "ESOCKET", message: "connect ECONNREFUSED 127.0.0.1:25" }, "later", "smtp_host_refused"],
  [{ code: "ETIMEDOUT", message: "Connection timeout" }, "later", "smtp_host_silent"],
  [{ code: "ETIMEDOUT", message: "Greeting never received" }, "later", "smtp_host_silent"],
  [{ code: "ESOCKET", message: "self-signed certificate" }, "later", "smtp_certificate"],
  [{ code: "ETLS", message: "Error initiating TLS - self-signed certificate" }, "later", "smtp_certificate"],
  [
    { code: "ETLS", message: "Error upgrading connection with STARTTLS: 502", responseCode: 502 },
    "later",
    "smtp_without_encryption",
  ],
  [{ code: "ESOCKET", message: "0A00010B:SSL routines::wrong version number" }, "later", "smtp_tls_failed"],
  [{ code: "ECONNECTION", message: "Connection closed unexpectedly" }, "later", "smtp_cut_off"],
  [
    { code: "EAUTH", message: "Invalid login: 535", responseCode: 535, command: "AUTH PLAIN" },
    "later",
    "smtp_login_refused",
  ],
  [
    { code: "EAUTH", message: "Invalid login: 454", responseCode: 454, command: "AUTH PLAIN" },
    "later",
    "smtp_later",
  ],
  [
    { code: "EENVELOPE", message: "Mail command failed: 530", responseCode: 530, command: "MAIL FROM" },
    "later",
    "smtp_login_missing",
  ],
  [
    { code: "EENVELOPE", message: "Mail command failed: 553", responseCode: 553, command: "MAIL FROM" },
    "never",
    "smtp_sender_refused",
  ],
  [
    {
      code: "EENVELOPE",
      message: "all recipients were rejected: 550",
      responseCode: 550,
      command: "RCPT TO",
    },
    "never",
    "smtp_recipient_refused",
  ],
  [
    {
      code: "EENVELOPE",
      message: "all recipients were rejected: 451",
      responseCode: 451,
      command: "RCPT TO",
    },
    "later",
    "smtp_later",
  ],
  [
    { code: "EMESSAGE", message: "Message failed: 554", responseCode: 554, command: "DATA" },
    "never",
    "smtp_message_refused",
  ],
  [{ code: "EPROTOCOL", message: "Invalid greeting: 554", responseCode: 554 }, "later", "smtp_unexpected"],
])("%j means %s: %s", (error, state, code) => {
  expect(toMailOutcome(error)).toMatchObject({ state, code });
});
