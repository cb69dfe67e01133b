"use client";
import { Eye, EyeOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { TextField, type TextFieldProps } from "@/components/ui/text-field";

/** A password or key that is hidden until its owner asks to see it. */
export function PasswordField(props: Omit<TextFieldProps, "type" | "suffix">) {
  const t = useTranslations("ui");
  const [isShown, setShown] = useState(false);
  return (
    <TextField
      spellCheck="false"
      {...props}
      type={isShown ? "text" : "password"}
      suffix={
        <IconButton
          size="small"
          label={isShown ? t("hidePassword") : t("showPassword")}
          icon={isShown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
          onPress={() => setShown(!isShown)}
          className="me-0.5"
        />
      }
    />
  );
}
