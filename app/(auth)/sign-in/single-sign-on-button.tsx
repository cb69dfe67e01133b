"use client";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { Button } from "@/components/ui/button";
import { singleSignOnAction } from "../actions";

/** The other way in, under a form that asks for a password. */
export function SingleSignOnButton({ name }: { name: string }) {
  const t = useTranslations("signIn");
  const [isPending, start] = useTransition();
  return (
    <div className="flex flex-col gap-4">
      <p className="flex items-center gap-3 text-dense text-quiet before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {t("or")}
      </p>
      <Button isPending={isPending} onPress={() => start(singleSignOnAction)} className="w-full">
        {t("singleSignOn", { name })}
      </Button>
    </div>
  );
}
