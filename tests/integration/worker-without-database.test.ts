import { once } from "node:events";
import { type AddressInfo, type Server, type Socket, connect, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { cpuMs } from "@/bench/support/cpu-time";
import { pool } from "@/lib/db";
import { startScript, testSettings } from "../support/run-script";
import { it } from "../support/workspace";

/** A way to PostgreSQL that can be cut: nobody listens then, as when the server is gone. */
async function openWay() {
  const target = new URL(process.env.DATABASE_URL ?? "");
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
  };
  const listen = async (port: number): Promise<Server> => {
    const server = createServer((incoming) => {
      const outgoing = connect(Number(target.port), target.hostname);
      keep(incoming);
      keep(outgoing);
      incoming.pipe(outgoing).pipe(incoming);
    });
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return server;
  };
  let server = await listen(0);
  const { port } = server.address() as AddressInfo;
  const address = new URL(target);
  address.hostname = "127.0.0.1";
  address.port = String(port);
  return {
    address: address.toString(),
    cut() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
    async mend() {
      server = await listen(port);
    },
    [Symbol.dispose]() {
      this.cut();
    },
  };
}

it(
  "A worker whose database is gone waits for it instead of spinning, and goes on when it is back",
  {
    timeout: 60_000,
  },
  async ({ administrator: _ }) => {
    using way = await openWay();
    const worker = startScript("worker/main.ts", {
      env: { ...testSettings(), DATABASE_URL: way.address, LOG_LEVEL: "info", FERRY_PROCESS: "worker" },
    });
    await worker.said("the worker is ready");
    way.cut();
    await sleep(6_000); // the first tries follow each other quickly
    const linesBefore = worker.output().split("\n").length;
    const before = cpuMs(worker.child.pid ?? 0);
    await sleep(5_000);
    const used = cpuMs(worker.child.pid ?? 0) - before;
    // What spins takes five times as much, on a busy machine too.
    expect(used).toBeLessThan(1_000);
    // 13 handlers look for work twice a second where there is a database.
    const lines = worker.output().split("\n").length - linesBefore;
    expect(lines).toBeLessThan(80);
    expect(worker.output()).not.toContain("[object Object]");

    await way.mend();
    await pool().query("DELETE FROM worker_process");
    while ((await pool().query("SELECT 1 FROM worker_process")).rowCount === 0) await sleep(200);
    worker.child.kill("SIGTERM");
    expect(await worker.ended).toMatchObject({ code: 0 });
  },
);
