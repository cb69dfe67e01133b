import { cn } from "@/components/ui/cn";
import { CopyButton } from "@/components/ui/copy-button";

interface CodeBlockProps {
  code: string;
  label: string;
  /** One long word that is to be seen as a whole, such as a token. */
  isBroken?: boolean;
}

/** Lines of code to take elsewhere; long ones scroll in the box. */
export function CodeBlock({ code, label, isBroken }: CodeBlockProps) {
  return (
    <div className="flex items-start rounded-panel border border-line bg-surface">
      {/* A box that scrolls has to be reachable by keyboard, which is what a tab stop without a control is for. */}
      <pre
        tabIndex={0}
        role="group"
        aria-label={label}
        className={cn(
          "min-w-0 flex-1 overflow-x-auto rounded-panel px-4 py-3 font-mono text-dense focus-visible:-outline-offset-2",
          isBroken && "break-all whitespace-pre-wrap",
        )}
      >
        <code>{code}</code>
      </pre>
      <CopyButton value={code} label={label} className="m-2 ms-0 text-quiet" />
    </div>
  );
}
