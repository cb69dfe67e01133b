import type { ReactNode } from "react";
import { BrandMark } from "@/components/ui/brand-mark";

type MessagePageProps = { title: string; children: ReactNode; action: ReactNode; detail?: ReactNode };

/** A whole page that says one thing: what happened, and where to go from here. */
export function MessagePage({ title, children, action, detail }: MessagePageProps) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col items-center justify-center gap-2 px-4 py-10 text-center">
      <title>{`${title} · Ferry`}</title>
      <BrandMark className="mb-3 size-8 text-accent" />
      <h1 className="text-title font-semibold text-balance">{title}</h1>
      <p className="text-pretty text-quiet">{children}</p>
      {detail}
      <div className="mt-3">{action}</div>
    </main>
  );
}
