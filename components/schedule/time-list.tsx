"use client";
import { Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Group, Text } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { TimeField } from "@/components/ui/time-field";
import { MAX_TIMES } from "@/lib/schedule/schema";

interface TimeListProps {
  value: string[];
  onChange: (times: string[]) => void;
  /** What is wrong with one of them, or with all. */
  problemOf: (index?: number) => string | undefined;
}

/** At which times of the day: one to four. */
export function TimeList({ value, onChange, problemOf }: TimeListProps) {
  const t = useTranslations("schedule");
  const problem = problemOf();
  return (
    <Group aria-label={t("times")} className="flex min-w-0 flex-col gap-1">
      <span aria-hidden className="font-medium">
        {t("times")}
      </span>
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        {value.map((time, index) => (
          // A time has no name but its place.
          <div key={index} className="flex items-start gap-1">
            <TimeField
              label={t("timeNumber", { number: index + 1 })}
              hideLabel
              // As wide whatever is wrong with it, so that what removes a time stays beside it.
              className="w-32"
              value={time}
              onChange={(changed) => onChange(value.with(index, changed))}
              error={problemOf(index)}
            />
            {value.length > 1 && (
              <IconButton
                label={t("removeTime", { number: index + 1 })}
                icon={<X aria-hidden />}
                onPress={() => onChange(value.toSpliced(index, 1))}
              />
            )}
          </div>
        ))}
        {value.length < MAX_TIMES && (
          <Button variant="quiet" icon={<Plus aria-hidden />} onPress={() => onChange([...value, ""])}>
            {t("addTime")}
          </Button>
        )}
      </div>
      <span className="text-dense text-quiet">{t("timesHint", { maximum: MAX_TIMES })}</span>
      {problem && (
        <Text role="alert" className="text-dense text-bad">
          {problem}
        </Text>
      )}
    </Group>
  );
}
