import { getCountState } from "@/lib/profiles/field-catalogue";
import { defineRoute } from "@/lib/route";

export const GET = defineRoute(getCountState);
