import { createServer, connect } from "node:net";
import { TLSSocket } from "node:tls";
import { onTestFinished } from "vitest";
import { freePort } from "@/scripts/free-port";
import { selfSigned } from "./certificate";

/** Stands before the PostgreSQL server at `address` and offers the encryption that it does not; answers the new address. */
export async function withEncryption(address: string): Promise<string> {
  const there = new URL(address);
  const { port: innerPort, hostname: innerHost } = there;
  const certificate = selfSigned();
  const server = createServer((socket) => {
    // The first message asks whether there is encryption, and is not passed on.
    socket.once("data", () => {
      socket.write("S");
      const outer = new TLSSocket(socket, { isServer: true, ...certificate });
      const inner = connect(Number(innerPort), innerHost);
      outer.pipe(inner).pipe(outer);
      for (const end of [outer, inner]) end.on("error", () => [outer, inner].forEach((one) => one.destroy()));
    });
    socket.on("error", () => socket.destroy());
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  there.port = String(port);
  there.hostname = "localhost";
  there.search = "";
  return there.toString();
}
