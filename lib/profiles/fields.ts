import { type Actor, requirePermission } from "@/lib/auth/permissions";
import { prisma } from "@/lib/db";
import type { FieldTypes } from "@/lib/segments/check-definition";
import type { FieldMeaning, FieldType } from "./field-types";

export interface ProfileField {
  key: string;
  name: string;
  type: FieldType;
  meaning: FieldMeaning;
}

/** The field catalogue, in the order fields were first seen. */
export async function listFields(actor: Actor): Promise<ProfileField[]> {
  requirePermission(actor, "profile:read");
  const rows = await prisma().field.findMany({ orderBy: { position: "asc" } });
  return rows.map(({ key, name, type, meaning }) => ({ key, name, type, meaning: meaning as FieldMeaning }));
}

export function typesOf(fields: ProfileField[]): FieldTypes {
  return new Map(fields.map((field) => [field.key, field.type]));
}
