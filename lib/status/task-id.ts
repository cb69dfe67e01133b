import { NotFound } from "@/lib/errors";
import { isId } from "@/lib/is-id";
import { type StatusGroup, type SystemTaskName, statusGroups, systemTasks } from "./words";

/** A task by its group and the thing it is about; the system's have names instead. */
export type TaskRef =
  | { group: Exclude<StatusGroup, "system">; objectId: string }
  | { group: "system"; objectId: null; name: SystemTaskName };

/** Reads `<group>:<object>`. Throws NotFound for what names no task. */
export function parseTaskId(taskId: string): TaskRef {
  const [group = "", object = ""] = taskId.split(":");
  const known = statusGroups.find((one) => one === group);
  const name = systemTasks.find((one) => one === object);
  if (known === "system" && name) return { group: known, objectId: null, name };
  if (known && known !== "system" && isId(object)) return { group: known, objectId: object };
  throw new NotFound("task", taskId);
}
