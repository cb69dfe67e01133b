import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { LinkButton } from "@/components/ui/link-button";
import { MessagePage } from "@/components/ui/message-page";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("ui.notFound");
  return { title: t("title") };
}

/** An address that leads nowhere, or to something this person may not see. */
export default function NotFoundPage() {
  const t = useTranslations("ui.notFound");
  return (
    <MessagePage
      title={t("title")}
      action={
        <LinkButton href="/" variant="primary">
          {t("home")}
        </LinkButton>
      }
    >
      {t("body")}
    </MessagePage>
  );
}
