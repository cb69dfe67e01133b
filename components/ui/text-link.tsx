"use client";
import { ExternalLink } from "lucide-react";
import type { ReactNode } from "react";
import { Link, type LinkProps } from "react-aria-components";
import { cn } from "@/components/ui/cn";

type TextLinkProps = Omit<LinkProps, "className" | "children" | "href"> & {
  href: string;
  className?: string;
  children: ReactNode;
};

/** A link in running text or in a table cell. Addresses on another host open in a new tab. */
export function TextLink({ className, children, ...props }: TextLinkProps) {
  const isExternal = /^https?:/.test(props.href);
  return (
    <Link
      {...(isExternal && { target: "_blank", rel: "noreferrer" })}
      {...props}
      className={cn(
        "rounded-small text-accent underline decoration-accent/40 underline-offset-2 transition-colors",
        "hover:text-accent-hover hover:decoration-current",
        className,
      )}
    >
      {children}
      {isExternal && <ExternalLink aria-hidden className="ms-1 inline size-3 align-baseline" />}
    </Link>
  );
}
