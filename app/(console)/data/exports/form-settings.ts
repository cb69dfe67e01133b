import { type Actor, can } from "@/lib/auth/permissions";
import { destinations } from "@/lib/destinations/registry";
import { destinationSettings } from "@/lib/env";
import { getExportFormOptions } from "@/lib/exports/form-options";
import { suggestAttributes } from "@/lib/exports/suggest-attributes";
import { readSystemSchedule } from "@/lib/schedule/system-schedule";
import { previewScheduleAction } from "../../actions";

/** What the form needs to know, for a new export and for one that is edited. */
export async function getFormSettings(actor: Actor) {
  const options = await getExportFormOptions(actor);
  return {
    options,
    recognised: suggestAttributes(options.fields),
    targets: Object.fromEntries(destinations.map(({ key, fields }) => [key, fields])),
    mayManageConnections: can(actor, "connection:manage"),
    systemRunAt: (await readSystemSchedule()).nextRunAt?.toISOString() ?? null,
    previewSchedule: previewScheduleAction,
    listHelpUrl: destinationSettings("klaviyo").listHelpUrl,
  };
}
