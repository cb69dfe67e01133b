import { redirect } from "next/navigation";
import { z } from "zod";
import { findCurrentSession, requireActor } from "@/lib/auth/current-actor";
import { finishOauth } from "@/lib/connections/finish-oauth";

const callbackSchema = z.object({
  state: z.string().min(1).max(200),
  code: z.string().max(2_000).optional(),
  error: z.string().max(200).optional(),
});

/** Where a destination's consent page sends the browser back to. Ends on the connection, with what went wrong. */
export async function GET(request: Request): Promise<never> {
  const actor = await requireActor("connection:manage");
  const session = await findCurrentSession();
  if (!session) redirect("/sign-in");
  const parsed = callbackSchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!parsed.success) redirect("/admin/connections");
  const { connectionId, refusal } = await finishOauth(actor, parsed.data, session.id);
  const outcome = new URLSearchParams();
  if (refusal) outcome.set("problem", refusal.code);
  for (const [name, value] of Object.entries(refusal?.params ?? {})) outcome.set(name, String(value));
  const place = connectionId ? `/admin/connections/${connectionId}` : "/admin/connections";
  redirect(outcome.size > 0 ? `${place}?${outcome}` : place);
}
