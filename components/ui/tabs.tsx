"use client";
import { useFormatter } from "next-intl";
import type { ReactNode } from "react";
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from "react-aria-components";
import { cn } from "@/components/ui/cn";
import { tabListLook, tabLook } from "@/components/ui/tab-style";

type TabsProps = {
  label: string;
  tabs: { id: string; label: string; count?: number; content: ReactNode }[];
  value?: string;
  onChange?: (id: string) => void;
  className?: string;
};

/** Views of one thing on one page. Tabs with an address of their own are `LinkTabs`. */
export function Tabs({ label, tabs, value, onChange, className }: TabsProps) {
  const format = useFormatter();
  return (
    <AriaTabs
      selectedKey={value}
      onSelectionChange={(key) => onChange?.(String(key))}
      className={cn("flex flex-col gap-4", className)}
    >
      <TabList aria-label={label} className={tabListLook}>
        {tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} className={({ isSelected }) => tabLook(isSelected)}>
            {tab.label}
            {tab.count !== undefined && (
              <span className="text-quiet tabular-nums">{format.number(tab.count)}</span>
            )}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className="outline-offset-4">
          {tab.content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
