import type { ReactNode } from "react";
import { AuthPreferences } from "@/components/console/auth-preferences";
import { Brand } from "@/components/console/brand";

type AuthCardProps = { title: string; description?: ReactNode; children?: ReactNode; footer?: ReactNode };

/** The frame of pages before sign-in: setup, sign-in, invitation. */
export function AuthCard({ title, description, children, footer }: AuthCardProps) {
  return (
    <div className="flex min-h-dvh flex-col items-center px-4 py-6">
      <main className="my-auto flex w-full max-w-100 flex-col gap-6 py-6">
        <Brand />
        <div className="flex flex-col gap-6 rounded-panel border border-line bg-surface p-6 sm:p-7">
          <div className="flex flex-col gap-1">
            <h1 className="text-title font-semibold tracking-[-0.01em] text-balance">{title}</h1>
            {description && <p className="text-pretty text-quiet">{description}</p>}
          </div>
          {children}
        </div>
        {footer && <div className="text-center text-quiet">{footer}</div>}
      </main>
      <AuthPreferences />
    </div>
  );
}
