import { useTranslations } from "next-intl";

/** What has to be there, and what cannot be done, beside the steps. */
export function BeforeYouBegin() {
  const t = useTranslations("connections");
  return (
    <aside className="flex h-fit flex-col gap-5 border-line text-quiet lg:border-s lg:ps-8">
      <Points title={t("before")} points={[t("prerequisite1"), t("prerequisite2"), t("prerequisite3")]} />
      <Points title={t("limits")} points={[t("limit1"), t("limit2")]} />
    </aside>
  );
}

function Points({ title, points }: { title: string; points: string[] }) {
  return (
    <section className="flex flex-col gap-2">
      <h2 className="font-semibold text-text">{title}</h2>
      <ul className="flex list-disc flex-col gap-1.5 ps-4">
        {points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
    </section>
  );
}
