import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import { type FixedColumn, defaultColumns, fieldOf, fixedColumns, toColumn } from "./columns-schema";
import { type ProfileField, listFields } from "./fields";

export interface ChosenColumn {
  id: string;
  /** Of a fixed column; a field's column has the field. */
  fixed?: FixedColumn;
  field?: ProfileField;
}

export interface ColumnChoice {
  chosen: ChosenColumn[];
  /** All there are, in the order they are shown in. */
  offered: ChosenColumn[];
}

/** The columns of the user's list of customers, and those that can be chosen. A field that is gone is not among them. */
export async function listColumns(actor: Actor): Promise<ColumnChoice> {
  requirePermission(actor, "profile:read");
  const fields = await listFields(actor);
  const offered = [
    ...fixedColumns.map((fixed): ChosenColumn => ({ id: fixed, fixed })),
    ...fields
      .filter((field) => !isShownAnyway(field, fields))
      .map((field): ChosenColumn => ({ id: toColumn(field.key), field })),
  ];
  const kept = actor.kind === "user" ? await readKept(actor.id) : [];
  const wanted = new Set(kept.length > 0 ? ["name", ...kept] : defaultColumns);
  return { offered, chosen: offered.filter(({ id }) => wanted.has(id)) };
}

/** The first field that means an address or a telephone number is what the column of that name shows. */
function isShownAnyway(field: ProfileField, fields: ProfileField[]): boolean {
  return (
    (field.meaning === "email" || field.meaning === "phone") &&
    fields.find(({ meaning }) => meaning === field.meaning) === field
  );
}

async function readKept(userId: string): Promise<string[]> {
  const user = await prisma().user.findUnique({ where: { id: userId }, select: { customerColumns: true } });
  return user?.customerColumns ?? [];
}

/** The keys of the fields among them. */
export function shownFields(columns: ChosenColumn[]): string[] {
  return columns.flatMap(({ id }) => fieldOf(id) ?? []);
}
