"use client";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { LinkButton } from "@/components/ui/link-button";
import type { MenuItem } from "@/components/ui/menu";
import { showToast } from "@/components/ui/toast";
import { Tooltip } from "@/components/ui/tooltip";

/**
 * A command of a menu as a quiet button of a command bar. One that cannot be used now can still be reached and says
 * why: on hover, on focus, and to a screen reader; where there is only touch, when it is pressed.
 */
export function CommandButton({ command }: { command: MenuItem }) {
  const { label, icon, href, reason, onAction } = command;
  if (reason)
    return (
      <Tooltip text={reason}>
        <Button
          variant="quiet"
          icon={icon}
          aria-disabled
          onPress={({ pointerType }) => pointerType === "touch" && showToast({ title: reason, tone: "info" })}
          className={cn("cursor-not-allowed opacity-50 hover:bg-transparent pressed:bg-transparent")}
        >
          {label}
        </Button>
      </Tooltip>
    );
  if (href)
    return (
      <LinkButton variant="quiet" icon={icon} href={href}>
        {label}
      </LinkButton>
    );
  return (
    <Button variant="quiet" icon={icon} onPress={onAction}>
      {label}
    </Button>
  );
}
