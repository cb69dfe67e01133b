"use client";
import { useTranslations } from "next-intl";
import { Copyable } from "@/components/ui/copyable";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import type { ConsentLine } from "@/lib/consent/queries";

/** The words somebody agreed to, with the proof that they are these. */
export function ConsentText({ consent, onClose }: { consent: ConsentLine; onClose: () => void }) {
  const t = useTranslations("consents");
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`${t("textTitle")}, ${consent.version}`}
      width="wide"
    >
      <div className="flex flex-col gap-4">
        <Notice tone={consent.words ? "good" : "bad"}>
          {t(consent.words ? "hashMatches" : "hashDiffers")}
        </Notice>
        {consent.words && (
          <div lang={consent.language} className="flex max-w-prose flex-col gap-3">
            {consent.words.map((paragraph) => (
              <p key={paragraph}>{paragraph}</p>
            ))}
          </div>
        )}
        <p className="text-quiet">
          {t("hash")}
          <Copyable value={consent.sha256} label={t("hash")} className="flex" />
        </p>
      </div>
    </Dialog>
  );
}
