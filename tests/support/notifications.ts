import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import tls from "node:tls";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { onTestFinished } from "vitest";
import { prisma } from "@/lib/db";
import { announceIncident } from "@/lib/notifications/announce-incident";
import { deliver } from "@/lib/notifications/outbox/deliver";
import { selfSigned } from "./certificate";

/** Announces whatever is to be announced, as workers would. */
export async function announceAll(): Promise<void> {
  for (const { id } of await prisma().incident.findMany()) await announceIncident(id);
}

/** Announces, and sends everything of the outbox that is due. */
export async function sendAll(): Promise<void> {
  await announceAll();
  const due = { state: "pending" as const, nextAttemptAt: { lte: new Date() } };
  for (const { id } of await prisma().notificationDelivery.findMany({ where: due, orderBy: { id: "asc" } }))
    await deliver(id);
}

/** Makes what waits for its next try due now. */
export async function endDeliveryWaits(): Promise<void> {
  await prisma().notificationDelivery.updateMany({
    where: { state: "pending" },
    data: { nextAttemptAt: new Date(Date.now() - 1000) },
  });
}

export const mailSettings = {
  host: "localhost",
  security: "starttls" as const,
  userName: "ferry",
  password: "open sesame",
  senderName: "Ferry",
  senderAddress: "ferry@example.com",
};

interface Received {
  from: string;
  to: string[];
  raw: string;
  isEncrypted: boolean;
}

const answering = (code: number, words: string) => Object.assign(new Error(words), { responseCode: code });

/** What a test has the server refuse. */
export interface MailFaults {
  login?: number;
  sender?: number;
  recipient?: number;
  data?: number;
}

/** A real mail server with STARTTLS, one user, and a certificate that this process trusts. */
export async function startMailServer(options: SMTPServerOptions = {}) {
  const certificate = selfSigned();
  const before = tls.getCACertificates("default");
  tls.setDefaultCACertificates([...before, certificate.cert.toString()]);
  const received: Received[] = [];
  const faults: MailFaults = {};
  const server = new SMTPServer({
    ...certificate,
    authMethods: ["PLAIN", "LOGIN"],
    onAuth: ({ username, password }, _session, done) => {
      const isRight = username === mailSettings.userName && password === mailSettings.password;
      const code = faults.login ?? (isRight ? 0 : 535);
      done(code ? answering(code, "Authentication failed") : null, { user: username });
    },
    onMailFrom: (_address, _session, done) =>
      done(faults.sender ? answering(faults.sender, "Sender refused") : null),
    onRcptTo: ({ address }, _session, done) =>
      done(faults.recipient ? answering(faults.recipient, `<${address}> refused`) : null),
    onData: (stream, session, done) => {
      const pieces: Buffer[] = [];
      stream.on("data", (piece: Buffer) => pieces.push(piece));
      stream.on("end", () => {
        if (faults.data) return done(answering(faults.data, "Not this one"));
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom ? mailFrom.address : "",
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(pieces).toString("utf8"),
          isEncrypted: session.secure,
        });
        return done();
      });
    },
    ...options,
  });
  server.on("error", () => undefined); // a client that leaves in the middle, which tests do
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    tls.setDefaultCACertificates(before);
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  const { port } = server.server.address() as AddressInfo;
  return { port, received, faults };
}

/** A part of a received message, decoded; `type` such as `text/plain`. */
export function partOf(raw: string, type: string): string {
  const part = raw.split(/\r\n--[^\r\n]+/).find((text) => text.includes(`Content-Type: ${type}`)) ?? "";
  const [head = "", ...rest] = part.split("\r\n\r\n");
  const body = rest.join("\r\n\r\n");
  if (head.includes("base64")) return Buffer.from(body, "base64").toString("utf8");
  const bytes = body
    .replaceAll("=\r\n", "")
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return head.includes("quoted-printable") ? Buffer.from(bytes, "latin1").toString("utf8") : body;
}

/** The subject of a received message, decoded. */
export function subjectOf(raw: string): string {
  const header = /^Subject: ((?:.*)(?:\r\n[ \t].*)*)/m.exec(raw)?.[1] ?? "";
  return header
    .replaceAll(/\?=\s+=\?/g, "?==?")
    .replaceAll(/\r\n[ \t]/g, " ")
    .replaceAll(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toUpperCase() === "B"
        ? Buffer.from(text, "base64").toString("utf8")
        : Buffer.from(
            text
              .replaceAll("_", " ")
              .replaceAll(/=([0-9A-F]{2})/g, (__, hex: string) =>
                String.fromCharCode(Number.parseInt(hex, 16)),
              ),
            "latin1",
          ).toString("utf8"),
    );
}

interface Posted {
  headers: Record<string, string>;
  body: string;
}

/** A program that receives webhooks over HTTP; `answer` may be changed by a test. */
export async function startReceiver() {
  const posted: Posted[] = [];
  const receiver = {
    url: "",
    posted,
    answer: (response: ServerResponse, _request: IncomingMessage) => void response.writeHead(204).end(),
  };
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      posted.push({
        headers: request.headers as Record<string, string>,
        body: Buffer.concat(pieces).toString("utf8"),
      });
      receiver.answer(response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
  return receiver;
}
