import { queryOptions } from "@tanstack/react-query";
import type { ExportDetail, ExportLine } from "./queries";

const POLL_MS = 1_000;

async function fetchExports({ signal }: { signal: AbortSignal }): Promise<ExportLine[]> {
  const answer = await fetch("/api/exports", { signal });
  if (!answer.ok) throw new Error(`Exports could not be read: ${answer.status}`);
  return ((await answer.json()) as { exports: ExportLine[] }).exports;
}

/** The exports, polled while one of them runs. */
export function exportsQuery(initial: ExportLine[]) {
  return queryOptions({
    queryKey: ["exports"],
    queryFn: fetchExports,
    initialData: initial,
    refetchInterval: ({ state }) =>
      state.data?.some(({ activeRunId }) => activeRunId !== null) ? POLL_MS : false,
  });
}

/** One export, polled for as long as somebody watches its run. */
export function watchedExportQuery(exportId: string) {
  return queryOptions({
    queryKey: ["exports", exportId],
    queryFn: async ({ signal }) => {
      const answer = await fetch(`/api/exports/${exportId}`, { signal });
      if (!answer.ok) throw new Error(`The export could not be read: ${answer.status}`);
      return (await answer.json()) as ExportDetail;
    },
    refetchInterval: POLL_MS,
  });
}
