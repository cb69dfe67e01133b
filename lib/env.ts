import { readFileSync } from "node:fs";
import { z } from "zod";

/** The modes Ferry runs in; see the settings table in README.md. */
export const modes = ["practice", "live", "production"] as const;
export type Mode = (typeof modes)[number];

const isMasterKey = (text: string) => Buffer.from(text, "base64").length === 32;

const masterKey = z.string().refine(isMasterKey, {
  error: "must be 32 random bytes in base64: openssl rand -base64 32",
});

/** Keys that are still read and no longer written with, one after the other. */
const masterKeyList = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter(Boolean))
  .refine((keys) => keys.every(isMasterKey), {
    error: "must be keys of 32 random bytes in base64, with commas between them",
  });

/** At least 32 characters of which at least 12 differ: enough to refuse "changeme" and "aaaa…". */
const strongSecret = z.string().refine((text) => text.length >= 32 && new Set(text).size >= 12, {
  error: "must be at least 32 random characters: openssl rand -base64 32",
});

const webAddress = z.url({
  protocol: /^https?$/,
  error: "must be a web address such as https://ferry.example.com",
});

const wholeNumber = (unit: string, least: number, most: number) => {
  const error = `must be a whole number of ${unit} from ${least} to ${most}`;
  return z.coerce.number({ error }).int(error).min(least, error).max(most, error);
};

const roleNames = ["administrator", "contributor", "viewer"] as const;
type RoleName = (typeof roleNames)[number];

/** Reads `value=role,value=role`; null when it is something else. */
function parseRoles(text: string): { value: string; role: RoleName }[] | null {
  const pairs = text.split(",").map((pair) => {
    const [value = "", name] = pair.split("=").map((part) => part.trim());
    const role = roleNames.find((one) => one === name);
    return value && role ? { value, role } : null;
  });
  return pairs.every((pair) => pair !== null) ? pairs : null;
}

const shape = z.object({
  FERRY_MODE: z.enum(modes, { error: `must be one of ${modes.join(", ")}` }).default("practice"),
  DATABASE_URL: z
    .string({
      error: "is missing; set it to the PostgreSQL address, postgresql://user:password@host:5432/name",
    })
    .regex(/^postgres(ql)?:\/\//, "must be a PostgreSQL address, postgresql://user:password@host:5432/name"),
  DATABASE_OWNER_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "must be a PostgreSQL address, postgresql://user:password@host:5432/name")
    .optional(),
  AUTH_SECRET: z
    .string({ error: "is missing; set it to at least 32 random characters: openssl rand -base64 32" })
    .pipe(strongSecret),
  FERRY_MASTER_KEY: z
    .string({ error: "is missing; set it to 32 random bytes in base64: openssl rand -base64 32" })
    .pipe(masterKey),
  FERRY_OTHER_MASTER_KEYS: masterKeyList.default([]),
  FERRY_MASTER_KEY_FILE: z.string().optional(),
  FERRY_TOMBSTONE_KEY: masterKey.optional(),
  FERRY_PUBLIC_URL: webAddress.optional(),
  FERRY_DATA_DIR: z.string().optional(),
  FERRY_INSTANCE: z.string().max(100, "must have 100 characters at most").optional(),
  PORT: z.coerce
    .number({ error: "must be a port number from 1 to 65535" })
    .int("must be a port number from 1 to 65535")
    .min(1, "must be a port number from 1 to 65535")
    .max(65_535, "must be a port number from 1 to 65535")
    .default(3000),
  HOST: z.string().default("127.0.0.1"),
  TRUSTED_PROXIES: z.coerce
    .number({ error: "must be a number of proxies from 0 to 10" })
    .int("must be a number of proxies from 0 to 10")
    .min(0, "must be a number of proxies from 0 to 10")
    .max(10, "must be a number of proxies from 0 to 10")
    .default(0),
  AUDIT_HEAD_FILE: z.string().optional(),
  AUDIT_HEAD_URL: webAddress.optional(),
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "silent"], {
      error: "must be one of trace, debug, info, warn, error, silent",
    })
    .default("info"),
  KLAVIYO_API_URL: webAddress.default("https://a.klaviyo.com"),
  KLAVIYO_AUTHORIZE_URL: webAddress.default("https://www.klaviyo.com/oauth/authorize"),
  KLAVIYO_ANSWER_SECONDS: z.coerce
    .number({ error: "must be a number of seconds from 1 to 600" })
    .min(1, "must be a number of seconds from 1 to 600")
    .max(600, "must be a number of seconds from 1 to 600")
    .default(60),
  KLAVIYO_CLIENT_ID: z.string().min(1, "must not be empty; leave it out instead").optional(),
  KLAVIYO_CLIENT_SECRET: z.string().min(1, "must not be empty; leave it out instead").optional(),
  SESSION_IDLE_HOURS: wholeNumber("hours", 1, 720).default(12),
  SESSION_DAYS: wholeNumber("days", 1, 90).default(7),
  OIDC_ISSUER: webAddress.optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_NAME: z.string().max(40, "must be at most 40 characters").default("SSO"),
  OIDC_EMAILS: z.enum(["verified", "trusted"], { error: "must be verified or trusted" }).default("verified"),
  OIDC_DOMAINS: z.string().optional(),
  OIDC_ROLE_CLAIM: z.string().optional(),
  OIDC_ROLES: z
    .string()
    .refine((text) => parseRoles(text) !== null, {
      error: "must map values to roles, such as ferry-admins=administrator,marketing=contributor",
    })
    .optional(),
  OIDC_NEW_USERS: z.enum(["refuse", "create"], { error: "must be refuse or create" }).default("refuse"),
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: masterKey.optional(),
  SOURCE_PRIVATE_NETWORKS: z
    .enum(["allow", "refuse"], { error: "must be allow or refuse" })
    .default("refuse"),
  WEBHOOK_PRIVATE_NETWORKS: z
    .enum(["allow", "refuse"], { error: "must be allow or refuse" })
    .default("refuse"),
  KLAVIYO_PRIVACY_URL: webAddress.default("https://www.klaviyo.com/legal/privacy/privacy-notice"),
  KLAVIYO_KEY_HELP_URL: webAddress.default("https://help.klaviyo.com/hc/en-us/articles/7423954176283"),
  KLAVIYO_LIST_HELP_URL: webAddress.default("https://help.klaviyo.com/hc/en-us/articles/115005078647"),
});

export type Env = z.infer<typeof shape>;

/** Names of all settings, in the order of `.env.example`. */
export const settingNames = Object.keys(shape.shape);

type Source = Record<string, string | undefined>;

function singleSignOnProblems(env: Env): string[] {
  const problems: string[] = [];
  const given = [env.OIDC_ISSUER, env.OIDC_CLIENT_ID, env.OIDC_CLIENT_SECRET].filter(Boolean);
  if (given.length % 3 !== 0)
    problems.push("OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET must be set together, or none of them");
  if (Boolean(env.OIDC_ROLE_CLAIM) !== Boolean(env.OIDC_ROLES))
    problems.push("OIDC_ROLE_CLAIM and OIDC_ROLES must be set together, or neither");
  if (env.OIDC_NEW_USERS === "create" && !env.OIDC_ROLE_CLAIM)
    problems.push(
      "OIDC_NEW_USERS can be create only with OIDC_ROLE_CLAIM, which says what role new users have",
    );
  if (env.FERRY_MODE === "production" && env.OIDC_ISSUER && !env.OIDC_ISSUER.startsWith("https://"))
    problems.push("OIDC_ISSUER must begin with https:// in production, since it says who somebody is");
  return problems;
}

function crossChecks(env: Env): string[] {
  const problems: string[] = [];
  if (env.FERRY_MODE === "production") {
    if (!env.FERRY_PUBLIC_URL)
      problems.push(
        "FERRY_PUBLIC_URL is missing; set it to the address people open, https://ferry.example.com",
      );
    else if (!env.FERRY_PUBLIC_URL.startsWith("https://"))
      problems.push(
        "FERRY_PUBLIC_URL must begin with https:// in production, since sign-in cookies depend on it",
      );
  }
  if (Boolean(env.KLAVIYO_CLIENT_ID) !== Boolean(env.KLAVIYO_CLIENT_SECRET))
    problems.push("KLAVIYO_CLIENT_ID and KLAVIYO_CLIENT_SECRET must be set together, or neither");
  return [...problems, ...singleSignOnProblems(env)];
}

/** The keys of a file, one a line: the first encrypts, all of them decrypt. */
function readKeyFile(file: string): { keys: Source } | { problem: string } {
  try {
    const [first = "", ...others] = readFileSync(file, "utf8").split(/\s+/).filter(Boolean);
    return { keys: { FERRY_MASTER_KEY: first, FERRY_OTHER_MASTER_KEYS: others.join(",") } };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { problem: `FERRY_MASTER_KEY_FILE cannot be read (${code}): ${file}` };
  }
}

/** What is set, with the keys of the file that is named in place of a key. */
function withKeys(source: Source): { present: Source } | { problem: string } {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  if (!present.FERRY_MASTER_KEY_FILE) return { present };
  if (present.FERRY_MASTER_KEY || present.FERRY_OTHER_MASTER_KEYS)
    return { problem: "FERRY_MASTER_KEY_FILE stands in place of the master keys; set one or the other" };
  const read = readKeyFile(present.FERRY_MASTER_KEY_FILE);
  return "problem" in read ? read : { present: { ...present, ...read.keys } };
}

/**
 * Reads the settings from environment variables.
 * Returns every problem at once, each a sentence that names the setting and what to set it to.
 */
export function parseEnv(source: Source): { ok: true; env: Env } | { ok: false; problems: string[] } {
  const keys = withKeys(source);
  if ("problem" in keys) return { ok: false, problems: [keys.problem] };
  const parsed = shape.safeParse(keys.present);
  if (!parsed.success) {
    return {
      ok: false,
      problems: parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`),
    };
  }
  const problems = crossChecks(parsed.data);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, env: parsed.data };
}

let cached: Env | undefined;

/** The settings of this process, parsed on first use (a build has none). Throws naming every problem. */
export function env(): Env {
  if (cached) return cached;
  const parsed = parseEnv(process.env);
  if (!parsed.ok) throw new Error(`Ferry cannot start:\n- ${parsed.problems.join("\n- ")}`);
  return (cached = parsed.env);
}

/** The address people open, without a slash at the end. */
export function publicUrl(): string {
  const { FERRY_PUBLIC_URL, PORT } = env();
  return (FERRY_PUBLIC_URL ?? `http://localhost:${PORT}`).replace(/\/+$/, "");
}

export interface DestinationSettings {
  apiUrl: string;
  authorizeUrl: string;
  /** How long an answer is waited for. */
  answerSeconds: number;
  /** This deployment's OAuth app at the destination; null where it has none. */
  oauthApp: { clientId: string; clientSecret: string } | null;
  /** The destination's privacy statement, linked from the consent text. */
  privacyUrl: string;
  /** The destination's own help on creating a key. */
  keyHelpUrl: string;
  /** The destination's own help on finding the ID of a list. */
  listHelpUrl: string;
}

/** What this deployment sets for a destination. Throws for one it has no settings for. */
export function destinationSettings(destination: string): DestinationSettings {
  if (destination !== "klaviyo") throw new Error(`There are no settings for the destination ${destination}.`);
  const { KLAVIYO_API_URL, KLAVIYO_AUTHORIZE_URL, KLAVIYO_CLIENT_ID, KLAVIYO_CLIENT_SECRET } = env();
  const { KLAVIYO_ANSWER_SECONDS, KLAVIYO_PRIVACY_URL: privacyUrl, KLAVIYO_KEY_HELP_URL: keyHelpUrl } = env();
  const { KLAVIYO_LIST_HELP_URL: listHelpUrl } = env();
  return {
    apiUrl: KLAVIYO_API_URL.replace(/\/+$/, ""),
    authorizeUrl: KLAVIYO_AUTHORIZE_URL,
    answerSeconds: KLAVIYO_ANSWER_SECONDS,
    privacyUrl,
    keyHelpUrl,
    listHelpUrl,
    oauthApp:
      KLAVIYO_CLIENT_ID && KLAVIYO_CLIENT_SECRET
        ? { clientId: KLAVIYO_CLIENT_ID, clientSecret: KLAVIYO_CLIENT_SECRET }
        : null,
  };
}

export interface SingleSignOn {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** What the button calls it. */
  name: string;
  /** Whether every address it names counts as verified. */
  trustsEmails: boolean;
  /** Domains whose addresses may sign in; none means all. */
  domains: string[];
  /** The claim that decides the role, and what each of its values means; null where roles are given in Ferry. */
  roles: { claim: string; of: { value: string; role: RoleName }[] } | null;
  createsUsers: boolean;
}

/** The single sign-on of this deployment; null where it has none. */
export function singleSignOn(): SingleSignOn | null {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_ROLE_CLAIM, OIDC_ROLES, ...rest } = env();
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID || !OIDC_CLIENT_SECRET) return null;
  return {
    issuer: OIDC_ISSUER,
    clientId: OIDC_CLIENT_ID,
    clientSecret: OIDC_CLIENT_SECRET,
    name: rest.OIDC_NAME,
    trustsEmails: rest.OIDC_EMAILS === "trusted",
    domains: (rest.OIDC_DOMAINS ?? "")
      .toLowerCase()
      .split(/[\s,]+/)
      .filter(Boolean),
    roles: OIDC_ROLE_CLAIM ? { claim: OIDC_ROLE_CLAIM, of: parseRoles(OIDC_ROLES ?? "") ?? [] } : null,
    createsUsers: rest.OIDC_NEW_USERS === "create",
  };
}
