import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import { NextIntlClientProvider } from "next-intl";
import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { Providers } from "@/components/providers";
import { toTheme } from "@/components/ui/theme";
import "@/app/globals.css";

export const metadata: Metadata = { title: { default: "Ferry", template: "%s · Ferry" } };

export const viewport: Viewport = { colorScheme: "light dark" };

/** The document: language, theme and the providers around every screen. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const locale = await getLocale();
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  const theme = toTheme((await cookies()).get("ferry.theme")?.value);
  return (
    <html lang={locale} data-theme={theme}>
      <head>
        {/* By which React Aria's own styles are let through. */}
        <meta property="csp-nonce" nonce={nonce} />
      </head>
      <body>
        <NextIntlClientProvider>
          <Providers locale={locale} theme={theme}>
            {children}
          </Providers>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
