"use client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { useState, type ReactNode } from "react";
import { I18nProvider, RouterProvider } from "react-aria-components";
import { RememberTimeZone } from "@/components/console/remember-time-zone";
import type { Theme } from "@/components/ui/theme";
import { ThemeContext } from "@/components/ui/theme-context";
import { ToastRegion } from "@/components/ui/toast";

declare module "react-aria-components" {
  interface RouterConfig {
    routerOptions: NonNullable<Parameters<ReturnType<typeof useRouter>["push"]>[1]>;
  }
}

type ProvidersProps = { locale: string; theme: Theme; children: ReactNode };

/** What the pieces in the browser need from the app: language, theme, router, queries, address state, toasts. */
export function Providers({ locale, theme, children }: ProvidersProps) {
  const router = useRouter();
  const [queries] = useState(() => new QueryClient({ defaultOptions: { queries: { staleTime: 5_000 } } }));
  return (
    <I18nProvider locale={locale}>
      <RouterProvider navigate={router.push}>
        <QueryClientProvider client={queries}>
          <ThemeContext value={theme}>
            <NuqsAdapter>{children}</NuqsAdapter>
            <ToastRegion />
            <RememberTimeZone />
          </ThemeContext>
        </QueryClientProvider>
      </RouterProvider>
    </I18nProvider>
  );
}
