import { useTranslations } from "next-intl";
import { BrandMark } from "@/components/ui/brand-mark";
import { cn } from "@/components/ui/cn";

/** The mark with the product's name. */
export function Brand({ collapses }: { collapses?: boolean }) {
  const t = useTranslations("shell");
  return (
    <span className="flex items-center gap-2 text-section font-semibold tracking-[-0.01em]">
      <BrandMark className="size-5.5 text-accent" />
      <span className={cn(collapses && "max-lg:sr-only")}>{t("product")}</span>
    </span>
  );
}
