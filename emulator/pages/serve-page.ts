import type { Answer } from "../http/call.ts";
import type { World } from "../world.ts";
import { listPage } from "./list-page.ts";
import { messagePage } from "./message-page.ts";
import { overviewPage } from "./overview-page.ts";

/** The few pages for looking around: `/` and `/accounts/{id}/lists/{id}`. */
export function servePage(world: World, url: URL): Answer {
  if (url.pathname === "/") return overviewPage(world);
  const [, accountId, listId] = /^\/accounts\/(\w+)\/lists\/(\w+)$/.exec(url.pathname) ?? [];
  const account = world.accounts.get(accountId ?? "");
  const list = account?.lists.get(listId ?? "");
  if (!account || !list) return messagePage(404, "Not here", "The local Klaviyo has no such page.");
  return listPage({
    account,
    list,
    search: url.searchParams.get("q") ?? "",
    page: Number(url.searchParams.get("page") ?? 1),
  });
}
