import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createControl, type Control } from "./control/control.ts";
import { serveControl } from "./control/serve-control.ts";
import { deliver } from "./http/deliver.ts";
import { serveLogged } from "./http/serve-logged.ts";
import { servePage } from "./pages/serve-page.ts";
import { applyPracticePreset, type PracticePreset } from "./practice-preset.ts";
import { keepSnapshot } from "./snapshot/keep-snapshot.ts";
import { loadSnapshot } from "./snapshot/load-snapshot.ts";
import { createWorld, type World } from "./world.ts";

export interface EmulatorOptions {
  /** 0, the default, takes a free port. */
  port?: number;
  host?: string;
  /** Decides window phases, ids and dice. */
  seed?: string;
  /** Without it `/_control/` does not exist over HTTP. */
  controlToken?: string;
  /** Loaded at the start, kept up to date, saved once more by `stop`. */
  snapshotFile?: string;
  practice?: PracticePreset;
}

export interface Emulator {
  url: string;
  port: number;
  control: Control;
  stop(): Promise<void>;
}

/** Starts a local Klaviyo on real HTTP. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const keeper =
    options.snapshotFile === undefined ? undefined : keepSnapshot(() => world, options.snapshotFile);
  const world: World = createWorld(options.seed ?? "emulator", () => keeper?.changed());
  if (options.snapshotFile !== undefined) await loadSnapshot(world, options.snapshotFile);
  if (options.practice) applyPracticePreset(world, options.practice);
  const control = createControl(world);

  const server = createServer({ maxHeaderSize: 256 * 1024 }, (request, response) => {
    serve(world, control, options.controlToken, request, response).catch((error: unknown) => {
      process.stderr.write(`emulator: ${error instanceof Error ? error.stack : String(error)}\n`);
      response.destroy();
    });
  });
  // Silence and half-open sockets must last until the client gives up, not until Node does.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, options.host ?? "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the emulator has no port");
  return {
    url: `http://${options.host ?? "127.0.0.1"}:${address.port}`,
    port: address.port,
    control,
    async stop() {
      world.scheduler.clear();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await keeper?.close();
    },
  };
}

async function serve(
  world: World,
  control: Control,
  token: string | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://emulator");
  if (url.pathname.startsWith("/_control/")) return serveControl(control, token, request, response);
  const isPage = request.method === "GET" && (url.pathname === "/" || url.pathname.startsWith("/accounts/"));
  if (isPage) return deliver(response, servePage(world, url), { mode: "whole" });
  return serveLogged(world, request, response);
}
