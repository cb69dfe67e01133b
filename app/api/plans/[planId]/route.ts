import { defineRoute } from "@/lib/route";
import { getPlan } from "@/lib/runs/find-plan";

export const GET = defineRoute<{ planId: string }>(async (actor, { planId }) => getPlan(actor, planId));
