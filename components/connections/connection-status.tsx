import { useTranslations } from "next-intl";
import { StatusPill } from "@/components/ui/status-pill";
import type { ConnectionLine } from "@/lib/connections/queries";

const tones = { draft: "off", active: "good", needs_attention: "warning", consent_withdrawn: "off" } as const;

/** Whether exports can use a connection. */
export function ConnectionStatus({ status }: { status: ConnectionLine["status"] }) {
  const t = useTranslations("connections");
  return <StatusPill tone={tones[status]}>{t(`status_${status}`)}</StatusPill>;
}
