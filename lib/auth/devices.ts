import { prisma } from "@/lib/db";
import { hashToken, newToken } from "./tokens";

export const DEVICE_COOKIE = "ferry.device";
/** A device that has not signed in for this long is unknown again. */
export const DEVICE_DAYS = 365;

/** The id of the device row when this browser signed in to this account before; each use keeps it known. */
export async function findDevice(
  userId: string | undefined,
  token: string | undefined,
): Promise<string | undefined> {
  if (!userId || !token) return undefined;
  const device = await prisma().knownDevice.findUnique({ where: { tokenHash: hashToken(token) } });
  if (device?.userId !== userId) return undefined;
  await prisma().knownDevice.update({ where: { id: device.id }, data: { usedAt: new Date() } });
  return device.id;
}

/** Remembers this browser for `userId`; returns the token for its cookie. */
export async function rememberDevice(userId: string): Promise<string> {
  const token = newToken();
  await prisma().knownDevice.create({ data: { userId, tokenHash: hashToken(token) } });
  return token;
}
