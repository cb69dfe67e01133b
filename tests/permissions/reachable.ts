import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "@/scripts/paths";

interface ServerReference {
  workers: Record<string, unknown>;
  filename: string;
  exportedName: string;
}

const read = (file: string) => JSON.parse(readFileSync(path.join(root, ".next", file), "utf8"));

function addresses(kind: "page" | "route"): string[] {
  const all = read("app-path-routes-manifest.json") as Record<string, string>;
  // What Next shows where nothing is found, or where all else failed.
  const own = Object.entries(all).filter(([, address]) => !address.startsWith("/_"));
  return own.flatMap(([file, address]) => (file.endsWith(`/${kind}`) ? [address] : [])).sort();
}

/** The addresses of all pages of the built app, with brackets for what varies. */
export const builtPages = () => addresses("page");

/** The addresses of all route handlers of the built app. */
export const builtRoutes = () => addresses("route");

export interface BuiltAction {
  /** File and export, such as `app/(auth)/actions.ts signInAction`. */
  name: string;
  id: string;
  /** A page that it can be sent to. */
  page: string;
}

/** All server actions of the built app: those that a browser can name. */
export function builtActions(): BuiltAction[] {
  const { node } = read("server/server-reference-manifest.json") as { node: Record<string, ServerReference> };
  const all = read("app-path-routes-manifest.json") as Record<string, string>;
  return Object.entries(node).map(([id, { workers, filename, exportedName }]) => {
    const pages = Object.keys(workers).map((worker) => all[worker.replace(/^app/, "")] ?? "");
    const page = pages.find((one) => !one.includes("[")) ?? pages[0] ?? "";
    return { name: `${filename} ${exportedName}`, id, page };
  });
}
