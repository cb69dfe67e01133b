import { SourceRefusal } from "./source-refusal";

/** `require` encrypts and takes any certificate; `verify-full` also proves who answers. */
const encryptions = ["disable", "require", "verify-full"] as const;

export interface DatabaseAddress {
  host: string;
  port: number;
  database: string;
  user: string;
  password: string;
  encryption: (typeof encryptions)[number];
}

const DEFAULT_PORT = 5432;

function refuse(code: string, params?: Record<string, string>): never {
  throw new SourceRefusal("address", code, params);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return refuse("address_malformed");
  }
}

function encryptionOf(options: URLSearchParams): DatabaseAddress["encryption"] {
  // Other options name files of this server or change how the session reads; none is needed.
  for (const name of options.keys())
    if (name !== "sslmode") refuse("address_option_unknown", { option: name });
  const mode = options.get("sslmode") ?? "require";
  return encryptions.find((one) => one === mode) ?? refuse("address_sslmode_unknown", { mode });
}

/**
 * Takes `postgresql://user:password@host:5432/database?sslmode=require` apart. Throws a refusal when a part is missing:
 * the PostgreSQL client would fill it from this process's own environment.
 */
export function parseAddress(text: string): DatabaseAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !["postgres:", "postgresql:"].includes(url.protocol) || /[\0\s]/.test(text))
    return refuse("address_malformed");
  const address = {
    host: decode(url.hostname).replace(/^\[(.*)\]$/, "$1"),
    port: Number(url.port || DEFAULT_PORT),
    database: decode(url.pathname.slice(1)),
    user: decode(url.username),
    password: decode(url.password),
    encryption: encryptionOf(url.searchParams),
  };
  const { host, database, user, password } = address;
  if (host === "") refuse("address_without_host");
  if (/[/,]/.test(host)) refuse("address_malformed");
  if (user === "") refuse("address_without_user");
  if (password === "") refuse("address_without_password");
  if (database === "") refuse("address_without_database");
  return address;
}
