import type { RunDetail } from "@/lib/runs/queries";

/** Where a run belongs: the exports, and its own one while that is there. */
export function runCrumbs(run: Pick<RunDetail, "export">, exportsLabel: string) {
  const all = { href: "/data/exports", label: exportsLabel };
  const { id, name, isRemoved } = run.export;
  return isRemoved ? [all] : [all, { href: `/data/exports/${id}`, label: name }];
}
