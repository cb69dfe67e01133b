import { Socket, isIP } from "node:net";
import pg from "pg";
import type { DatabaseAddress } from "./parse-address";
import { resolveHost } from "./resolve-host";

export const CONNECT_SECONDS = 10;
const GOODBYE_MS = 1_000;

export interface OpenDatabase {
  client: pg.Client;
  /** Says goodbye, and does not wait long for an answer. */
  close: () => Promise<void>;
  /** Ends the connection in the middle of whatever it is doing. */
  hangUp: () => void;
}

function encryptionFor({ encryption, host }: DatabaseAddress): pg.ClientConfig["ssl"] {
  if (encryption === "disable") return false;
  // The connection goes to an IP address; the certificate is for the name.
  const name = isIP(host) === 0 ? { servername: host } : {};
  return { rejectUnauthorized: encryption === "verify-full", ...name };
}

const asText = { getTypeParser: () => (value: unknown) => value };

/** Connects to a source's database, unless it is in a network that is not allowed. */
export async function openDatabase(address: DatabaseAddress): Promise<OpenDatabase> {
  const { port, user, password, database } = address;
  const host = await resolveHost(address.host);
  const socket = new Socket();
  const client = new pg.Client({
    host,
    port,
    user,
    password,
    database,
    stream: () => socket,
    ssl: encryptionFor(address),
    connectionTimeoutMillis: CONNECT_SECONDS * 1000,
    application_name: "ferry-source",
    keepAlive: true,
    types: asText,
  });
  client.on("error", () => undefined); // whoever asks next is told
  const hangUp = () => void socket.destroy();
  const close = async () => {
    const timer = setTimeout(hangUp, GOODBYE_MS);
    await client.end().catch(() => undefined);
    clearTimeout(timer);
  };
  try {
    await client.connect();
    return { client, close, hangUp };
  } catch (error) {
    hangUp();
    throw error;
  }
}
