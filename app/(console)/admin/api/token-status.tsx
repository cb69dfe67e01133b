import { useTranslations } from "next-intl";
import { StatusPill } from "@/components/ui/status-pill";
import type { TokenLine } from "@/lib/api/queries";

const tones = { active: "good", expired: "warning", revoked: "off" } as const;

export function TokenStatus({ status }: Pick<TokenLine, "status">) {
  const t = useTranslations("api");
  return <StatusPill tone={tones[status]}>{t(`status_${status}`)}</StatusPill>;
}
