"use client";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Stepper } from "@/components/ui/stepper";
import type { ConnectionDetail } from "@/lib/connections/queries";
import { type Step, steps } from "@/lib/connections/steps";
import { AccessStep } from "./access-step";
import { ConnectStep } from "./connect-step";
import { ConsentStep } from "./consent-step";
import { ExportUserStep } from "./export-user-step";
import { KeyStep } from "./key-step";
import { NameStep } from "./name-step";
import { OauthStep } from "./oauth-step";
import { SaveStep } from "./save-step";
import { useStepSummaries } from "./use-step-summaries";

export interface Contributor {
  id: string;
  name: string;
  email: string | null;
}

export interface ConnectionStepsProps {
  destination: string;
  /** Absent until the first step has made the draft. */
  connection?: ConnectionDetail;
  contributors: Contributor[];
  consentText: readonly string[];
  consentVersion: string;
  links: { privacyUrl: string; keyHelpUrl: string };
}

/** The documented steps in the documented order; each is stored when it is done, and opens the next. */
export function ConnectionSteps(props: ConnectionStepsProps) {
  const { destination, connection, contributors, consentText, consentVersion, links } = props;
  const t = useTranslations("connections");
  const summaries = useStepSummaries(connection, consentVersion);
  const next = connection ? connection.currentStep : "name";
  // A step somebody went back to; otherwise the first that is not done.
  const [revisited, setRevisited] = useState<Step>();
  const open = revisited ?? next;
  const done = () => setRevisited(undefined);

  const contents: Record<Step, ReactNode> = {
    name: <NameStep destination={destination} connection={connection} onDone={done} />,
    access: connection && <AccessStep connection={connection} contributors={contributors} onDone={done} />,
    key: connection && <KeyStep connection={connection} helpUrl={links.keyHelpUrl} onDone={done} />,
    consent: connection && (
      <ConsentStep
        connection={connection}
        text={consentText}
        version={consentVersion}
        privacyUrl={links.privacyUrl}
        onDone={done}
      />
    ),
    connect: connection && <ConnectStep connection={connection} onDone={done} />,
    oauth: connection && <OauthStep connection={connection} onDone={done} />,
    exportUser: connection && <ExportUserStep connection={connection} onDone={done} />,
    save: connection && <SaveStep connection={connection} />,
  };

  const isDone = (step: Step) => next === null || steps.indexOf(step) < steps.indexOf(next);
  const isDestroyed = (step: Step) => step === "key" && connection?.isOauth;
  return (
    <Stepper
      steps={steps.map((step) => ({
        id: step,
        title: t(`step_${step}`),
        state: step === open ? "current" : isDone(step) ? "done" : "upcoming",
        summary: isDone(step) ? summaries[step] : undefined,
        content: contents[step],
        onEdit: isDone(step) && step !== "save" && !isDestroyed(step) ? () => setRevisited(step) : undefined,
      }))}
    />
  );
}
