"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { TextLink } from "@/components/ui/text-link";
import { findUsageAction } from "./actions";

/** What uses these segments; unknown too when it could not be asked, since the command itself looks again. */
export function useUsage(segmentIds: string[]) {
  const { data, isPending } = useQuery({
    queryKey: ["segments", "usage", ...segmentIds],
    queryFn: () => findUsageAction({ segmentIds }),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  return { isPending, usage: data?.ok ? data.value : undefined };
}

/** Exports and other segments by name. */
export function UsageList({ usage }: { usage: NonNullable<ReturnType<typeof useUsage>["usage"]> }) {
  const t = useTranslations("segments.life");
  const groups = [
    { title: t("usingExports"), path: "/data/exports", used: usage.exports },
    { title: t("usingSegments"), path: "/data/segments", used: usage.segments },
  ];
  return groups.map(
    ({ title, path, used }) =>
      used.length > 0 && (
        <div key={path} className="flex flex-col gap-1">
          <p className="font-medium">{title}</p>
          <ul className="flex max-h-40 flex-col gap-0.5 overflow-y-auto">
            {used.map(({ id, name }) => (
              <li key={id}>
                <TextLink href={`${path}/${id}`}>{name}</TextLink>
              </li>
            ))}
          </ul>
        </div>
      ),
  );
}
