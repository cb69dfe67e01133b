import { cn } from "@/components/ui/cn";
import { CopyButton } from "@/components/ui/copy-button";

type CopyableProps = { value: string; label: string; className?: string };

/** An identifier in a fixed-width face, with a button that copies it. */
export function Copyable({ value, label, className }: CopyableProps) {
  return (
    <span className={cn("inline-flex max-w-full items-center gap-1", className)}>
      <code className="min-w-0 font-mono text-dense break-all">{value}</code>
      <CopyButton value={value} label={label} className="-my-1 text-quiet" />
    </span>
  );
}
