"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { Copyable } from "@/components/ui/copyable";
import { FormProblem } from "@/components/ui/form-status";
import { TextField } from "@/components/ui/text-field";
import { useAction } from "@/components/ui/use-action";
import { confirmTotpAction } from "../actions";

interface ScanCodeProps {
  secret: string;
  /** The picture the app scans: SVG that our own server made. */
  qr: string;
  onDone: (recoveryCodes: string[]) => void;
  onCancel: () => void;
}

/** The secret to put into the app, and the first code that proves it arrived. */
export function ScanCode({ secret, qr, onDone, onCancel }: ScanCodeProps) {
  const t = useTranslations("twoStep");
  const { run, form, isPending, problem, fieldProblem } = useAction(confirmTotpAction);
  const [code, setCode] = useState("");
  return (
    <Form
      ref={form}
      className="flex max-w-prose flex-col gap-4"
      onSubmit={async (event) => {
        event.preventDefault();
        const confirmed = await run({ code });
        if (confirmed) onDone(confirmed.recoveryCodes);
      }}
    >
      {problem && <FormProblem>{problem}</FormProblem>}
      <p className="text-pretty text-quiet">{t("scan")}</p>
      <div
        role="img"
        aria-label={t("qr")}
        className="size-48 overflow-hidden rounded-control border border-line bg-white"
        // oxlint-disable-next-line react/no-danger
        dangerouslySetInnerHTML={{ __html: qr }}
      />
      <p className="flex flex-wrap items-center gap-x-2">
        <span className="text-quiet">{t("typeInstead")}</span>
        <Copyable value={secret.match(/.{1,4}/g)?.join(" ") ?? secret} label={t("secret")} />
      </p>
      <TextField
        label={t("code")}
        name="code"
        autoComplete="one-time-code"
        mono
        autoFocus
        value={code}
        onChange={setCode}
        error={fieldProblem("code")}
        className="max-w-60"
      />
      <div className="flex gap-2">
        <Button type="submit" variant="primary" isPending={isPending}>
          {t("confirm")}
        </Button>
        <Button onPress={onCancel}>{t("cancel")}</Button>
      </div>
    </Form>
  );
}
