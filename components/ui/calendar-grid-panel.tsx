"use client";
import { ChevronLeft, ChevronRight } from "lucide-react";
import {
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  Heading,
} from "react-aria-components";

const arrow =
  "flex size-8 items-center justify-center rounded-control hover:bg-surface-2 disabled:opacity-40";

/** The month that a date field opens. */
export function CalendarGridPanel() {
  return (
    <Calendar>
      <header className="flex items-center justify-between pb-2">
        <Button slot="previous" className={arrow}>
          <ChevronLeft aria-hidden className="size-4" />
        </Button>
        <Heading className="font-medium" />
        <Button slot="next" className={arrow}>
          <ChevronRight aria-hidden className="size-4" />
        </Button>
      </header>
      <CalendarGrid className="border-separate border-spacing-0.5">
        <CalendarGridHeader>
          {(day) => <CalendarHeaderCell className="text-xs font-normal text-quiet">{day}</CalendarHeaderCell>}
        </CalendarGridHeader>
        <CalendarGridBody>
          {(date) => (
            <CalendarCell
              date={date}
              className="flex size-8 cursor-pointer items-center justify-center rounded-control tabular-nums outside-month:text-quiet hover:bg-surface-2 selected:bg-accent selected:text-on-accent disabled:cursor-default disabled:opacity-40"
            />
          )}
        </CalendarGridBody>
      </CalendarGrid>
    </Calendar>
  );
}
