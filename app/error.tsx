"use client";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Copyable } from "@/components/ui/copyable";
import { MessagePage } from "@/components/ui/message-page";

type ErrorPageProps = { error: Error & { digest?: string }; reset: () => void };

/** What a person sees when a page fails: no stack, only the reference under which the log has it. */
export default function ErrorPage({ error, reset }: ErrorPageProps) {
  const t = useTranslations("ui.error");
  return (
    <MessagePage
      title={t("title")}
      detail={
        error.digest && (
          <p className="text-quiet">
            {t("reference")}: <Copyable label={t("reference")} value={error.digest} />
          </p>
        )
      }
      action={
        <Button variant="primary" onPress={reset}>
          {t("retry")}
        </Button>
      }
    >
      {t(error.digest ? "bodyWithReference" : "body")}
    </MessagePage>
  );
}
