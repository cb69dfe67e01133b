import packageJson from "@/package.json";

/** Which Ferry this is. */
export const version: string = packageJson.version;
