import { cookies } from "next/headers";
import { getTimeZone } from "next-intl/server";

/** What the forms for language and region begin with, besides the language. */
export async function readRegion(): Promise<{
  region: string | undefined;
  timeZone: string;
  timeZones: string[];
}> {
  const zones = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];
  return {
    region: (await cookies()).get("ferry.region")?.value,
    timeZone: await getTimeZone(),
    timeZones: zones,
  };
}
