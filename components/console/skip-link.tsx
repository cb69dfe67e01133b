import { useTranslations } from "next-intl";

/** The first stop of the Tab key: past the navigation, to the page itself. */
export function SkipLink() {
  const t = useTranslations("shell");
  return (
    <a
      href="#content"
      className="fixed start-3 top-3 z-50 -translate-y-20 rounded-control bg-accent px-3 py-2 font-medium text-on-accent focus:translate-y-0"
    >
      {t("skip")}
    </a>
  );
}
