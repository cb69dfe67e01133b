import { getExport } from "@/lib/exports/queries";
import { defineRoute } from "@/lib/route";

export const GET = defineRoute<{ exportId: string }>(async (actor, { exportId }) =>
  getExport(actor, exportId),
);
