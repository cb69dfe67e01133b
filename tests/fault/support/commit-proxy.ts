import { type Socket, connect, createServer } from "node:net";
import { onTestFinished } from "vitest";

// A simple query of the protocol: Q, the length of what follows, the text and a zero.
const COMMIT = Buffer.from("Q\0\0\0\x0bCOMMIT\0", "latin1");

export interface CommitProxy {
  /** The database's address, by way of the proxy. */
  url: string;
  /** Connections that were cut so far. */
  cuts: () => number;
}

/**
 * Stands between a process and PostgreSQL and cuts connections at their COMMIT: before it arrives, or after it was
 * carried out and before its answer comes. `decide` is asked at each one; null lets it pass.
 */
export async function openCommitProxy(
  databaseUrl: string,
  decide: () => "before" | "after" | null,
): Promise<CommitProxy> {
  const { port, hostname } = new URL(databaseUrl);
  let cuts = 0;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    let isCutting = false;
    const cut = () => {
      cuts++;
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      // The other side hears of it by the end of its own connection.
      socket.on("error", () => undefined);
      socket.on("close", () => {
        client.destroy();
        upstream.destroy();
        sockets.delete(socket);
      });
    }
    client.on("data", (bytes) => {
      const choice = bytes.includes(COMMIT) ? decide() : null;
      if (choice === "before") return cut();
      isCutting = choice === "after";
      upstream.write(bytes);
    });
    upstream.on("data", (bytes) => {
      if (isCutting) return cut();
      client.write(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The proxy has no port.");
  const url = new URL(databaseUrl);
  url.port = String(address.port);
  return { url: url.toString(), cuts: () => cuts };
}
