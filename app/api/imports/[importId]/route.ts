import { defineRoute } from "@/lib/route";
import { getImport } from "@/lib/sources/queries";

export const GET = defineRoute<{ importId: string }>(getImport);
