"use client";
import { Download, Printer } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";

/** Prints the record, or downloads it. */
export function TakeRecord() {
  const t = useTranslations("privacy.processing");
  // A file is no page: the browser asks for it, not the router.
  const download = (format: string) => window.location.assign(`/api/privacy/processing?format=${format}`);
  return (
    <div className="flex flex-wrap gap-2 print:hidden">
      <Button icon={<Printer />} onPress={() => window.print()}>
        {t("print")}
      </Button>
      <Button icon={<Download />} onPress={() => download("markdown")}>
        {t("markdown")}
      </Button>
      <Button icon={<Download />} onPress={() => download("csv")}>
        {t("csv")}
      </Button>
    </div>
  );
}
