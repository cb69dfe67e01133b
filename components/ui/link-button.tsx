"use client";
import type { ReactNode } from "react";
import { Link, type LinkProps } from "react-aria-components";
import { buttonStyle, type ButtonSize, type ButtonVariant } from "@/components/ui/button-style";
import { cn } from "@/components/ui/cn";

type LinkButtonProps = Omit<LinkProps, "className" | "children" | "href"> & {
  href: string;
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
  className?: string;
  children: ReactNode;
};

/** Leads to another page, with the weight of a button. */
export function LinkButton({ variant, size, icon, className, children, ...props }: LinkButtonProps) {
  return (
    <Link {...props} className={cn(buttonStyle({ variant, size }), className)}>
      {icon}
      {children}
    </Link>
  );
}
