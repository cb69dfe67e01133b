import { useTranslations } from "next-intl";
import { LinkButton } from "@/components/ui/link-button";
import { MessagePage } from "@/components/ui/message-page";

/** A page that exists and that this person's role does not include. */
export default function ForbiddenPage() {
  const t = useTranslations("forbidden");
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
