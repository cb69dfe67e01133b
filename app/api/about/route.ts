import { defineRoute } from "@/lib/route";
import { getAbout } from "@/lib/system/about";

export const GET = defineRoute((actor) => getAbout(actor));
