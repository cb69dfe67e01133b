import { getErasure } from "@/lib/privacy/queries";
import { defineRoute } from "@/lib/route";

export const GET = defineRoute<{ erasureId: string }>(getErasure);
