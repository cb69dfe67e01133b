"use client";
import { useTranslations } from "next-intl";
import type { ReactNode, Ref } from "react";
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components";
import { buttonStyle, type ButtonSize, type ButtonVariant } from "@/components/ui/button-style";
import { cn } from "@/components/ui/cn";
import { Spinner } from "@/components/ui/spinner";

export type ButtonProps = Omit<AriaButtonProps, "className" | "children"> & {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
  className?: string;
  children?: ReactNode;
  ref?: Ref<HTMLButtonElement>;
};

/** Does something here and now. A thing that leads elsewhere is a `LinkButton`. */
export function Button({ variant, size, icon, className, children, ...props }: ButtonProps) {
  const t = useTranslations("ui");
  return (
    <AriaButton {...props} className={cn(buttonStyle({ variant, size }), className)}>
      <span className={cn("inline-flex items-center gap-1.5", props.isPending && "opacity-0")}>
        {icon}
        {children}
      </span>
      {props.isPending && <Spinner label={t("working")} className="absolute" />}
    </AriaButton>
  );
}
