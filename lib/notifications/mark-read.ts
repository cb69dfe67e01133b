import type { UserActor } from "@/lib/auth/current-actor";
import { prisma } from "@/lib/db";
import { NotFound, type Result, accepted } from "@/lib/errors";

/** Marks one of the user's own notifications as read, or as unread again. Throws NotFound. */
export async function markRead(
  actor: UserActor,
  { notificationId, isRead }: { notificationId: string; isRead: boolean },
): Promise<Result<null>> {
  const { count } = await prisma().notification.updateMany({
    where: { id: notificationId, userId: actor.id },
    data: { readAt: isRead ? new Date() : null },
  });
  if (count === 0) throw new NotFound("notification", notificationId);
  return accepted(null);
}

/** Marks all of the user's notifications as read; those that come meanwhile stay unread. */
export async function markAllRead(actor: UserActor): Promise<Result<{ read: number }>> {
  const { count } = await prisma().notification.updateMany({
    where: { userId: actor.id, readAt: null },
    data: { readAt: new Date() },
  });
  return accepted({ read: count });
}
