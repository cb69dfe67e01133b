import type { ReactNode } from "react";
import { requireActor } from "@/lib/auth/current-actor";

export default async function ConnectionsLayout({ children }: { children: ReactNode }) {
  await requireActor("connection:manage");
  return children;
}
