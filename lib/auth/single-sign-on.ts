import { z } from "zod";
import type { Role } from "@/generated/prisma/enums";
import { recordAudit } from "@/lib/audit/record";
import { type Tx, prisma } from "@/lib/db";
import { type SingleSignOn, singleSignOn } from "@/lib/env";
import { type Result, accepted, refused } from "@/lib/errors";
import { lockAdministrators } from "@/lib/users/administrators";
import { followRole } from "@/lib/users/change-user";
import { normalizeEmail } from "./normalize-email";
import { noteRefusedSignIn } from "./refused-sign-ins";

// Entra ID has no email_verified; xms_edov is its word for "the owner of the domain is verified".
const claimsShape = z.looseObject({
  iss: z.string(),
  sub: z.string().min(1),
  email: z.string().optional(),
  email_verified: z.unknown().optional(),
  xms_edov: z.unknown().optional(),
  name: z.string().optional(),
  auth_time: z.number().optional(),
});
type Claims = z.infer<typeof claimsShape>;

const isTrue = (value: unknown) => value === true || value === "true" || value === 1 || value === "1";

/** The address of the claims, where it may be believed and its domain is allowed; otherwise the refusal. */
function emailOf(claims: Claims, settings: SingleSignOn): Result<string> {
  const email = normalizeEmail(claims.email ?? "");
  if (!email) return refused("sso_without_email");
  const isVerified = settings.trustsEmails || isTrue(claims.email_verified) || isTrue(claims.xms_edov);
  if (!isVerified) return refused("sso_email_unverified");
  const domain = email.slice(email.lastIndexOf("@") + 1);
  if (settings.domains.length > 0 && !settings.domains.includes(domain)) return refused("sso_domain");
  return accepted(email);
}

/** The highest role that the claim gives; undefined where roles are not the claim's, null where it gives none. */
function roleOf(claims: Claims, { roles }: SingleSignOn): Role | null | undefined {
  if (!roles) return undefined;
  const given = [claims[roles.claim]].flat().map(String);
  const ranked = ["administrator", "contributor", "viewer"] as const;
  return (
    ranked.find((role) => roles.of.some((one) => one.role === role && given.includes(one.value))) ?? null
  );
}

/** By who they are there; at the first time, by the address that somebody invited. */
async function findUser(tx: Tx, claims: Claims, email: string) {
  const subject = { ssoIssuer: claims.iss, ssoSubject: claims.sub };
  const known = await tx.user.findUnique({ where: { ssoIssuer_ssoSubject: subject } });
  if (known) return known;
  const invited = await tx.user.findUnique({ where: { email } });
  // An address that came to somebody else there is not the person this account belongs to.
  if (!invited || invited.ssoSubject) return null;
  return tx.user.update({ where: { id: invited.id }, data: subject });
}

async function createUser(tx: Tx, claims: Claims, email: string, role: Role) {
  const name = (claims.name ?? "").trim().slice(0, 100) || email;
  const data = { email, name, role, ssoIssuer: claims.iss, ssoSubject: claims.sub };
  const user = await tx.user.create({ data });
  const actor = { kind: "system", job: "sign-in" } as const;
  await recordAudit(tx, actor, {
    action: "user.create",
    objectType: "user",
    objectId: user.id,
    details: { role },
  });
  return user;
}

type Opened = Result<{ userId: string; provider: string }>;

async function openAccount(claims: Claims, settings: SingleSignOn): Promise<Opened> {
  const email = emailOf(claims, settings);
  if (!email.ok) return email;
  const role = roleOf(claims, settings);
  if (role === null) return refused("sso_no_role");
  return prisma().$transaction(async (tx) => {
    await lockAdministrators(tx);
    let user = await findUser(tx, claims, email.value);
    const taken = !user && (await tx.user.count({ where: { email: email.value } })) > 0;
    if (!user && !taken && role && settings.createsUsers)
      user = await createUser(tx, claims, email.value, role);
    if (!user) return refused("sso_unknown");
    if (user.disabledAt) return refused("sso_disabled");
    if (role && !(await followRole(tx, user, role))) return refused("last_administrator");
    await tx.userLink.deleteMany({ where: { userId: user.id, purpose: "invitation" } });
    return accepted({ userId: user.id, provider: settings.name });
  });
}

/** Whose account claims are about, whether or not they may open it. */
async function findAccount({ iss, sub, email }: Claims): Promise<string | null> {
  const subject = { ssoIssuer: iss, ssoSubject: sub };
  const known =
    (await prisma().user.findUnique({ where: { ssoIssuer_ssoSubject: subject } })) ??
    (await prisma().user.findUnique({ where: { email: normalizeEmail(email ?? "") } }));
  return known?.id ?? null;
}

/**
 * Whose account the claims of a single sign-on open: an existing or invited one, or a new one where a setting allows it.
 * Where a claim decides roles, the user has that role from now on, and none without it. What is refused to an account
 * stands in the audit log.
 */
export async function acceptSingleSignOn(raw: unknown): Promise<Opened> {
  const settings = singleSignOn();
  const parsed = claimsShape.safeParse(raw);
  if (!settings || !parsed.success) return refused("sso_failed");
  const opened = await openAccount(parsed.data, settings);
  const userId = opened.ok ? null : await findAccount(parsed.data);
  if (!opened.ok && userId) await noteRefusedSignIn({ userId, reason: opened.code });
  return opened;
}

/** What an ID token says, which the library has checked. */
export function claimsOf(idToken: string | undefined): object {
  const [, payload = ""] = (idToken ?? "").split(".");
  return payload ? (JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as object) : {};
}

const CLOCKS_DIFFER_SECONDS = 60;

/** When the person proved at the single sign-on who they are, where it says so: one that is signed in there asks nothing. */
export function provedAtOf(raw: unknown, now = Date.now()): Date | null {
  const parsed = claimsShape.safeParse(raw);
  const seconds = parsed.success ? parsed.data.auth_time : undefined;
  if (seconds === undefined || seconds > now / 1_000 + CLOCKS_DIFFER_SECONDS) return null;
  return new Date(seconds * 1_000);
}
