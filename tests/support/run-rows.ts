import type { BatchKind, BatchState, ConnectionAccess, RunStatus } from "@/generated/prisma/enums";
import type { UserActor } from "@/lib/auth/current-actor";
import { pool, prisma } from "@/lib/db";
import type { PlanCounts, RunResult } from "@/lib/runs/counts";
import { PEOPLE_DAYS, PROBLEM_DAYS } from "@/lib/runs/create-run";
import { outcomes } from "@/lib/runs/counts";
import type { RunSettings } from "@/lib/runs/settings-schema";

const DAY_MS = 86_400_000;

export const noPlan: PlanCounts = {
  members: 0,
  add: 0,
  change: 0,
  unchanged: 0,
  noEmail: 0,
  invalidEmail: 0,
  duplicate: 0,
  excluded: 0,
  erased: 0,
  remove: 0,
};

export const noOutcomes = Object.fromEntries(
  outcomes.map((outcome) => [outcome, 0]),
) as RunResult["outcomes"];

const settings: RunSettings = {
  exportName: "Newsletter",
  destination: "klaviyo",
  listId: "List01",
  listName: "Everybody",
  identifierField: "email",
  mapping: { fields: [], properties: [] },
  leavers: "remove",
  segments: [],
  excludedSegments: [],
  limit: 100_000,
};

/** An export on an active connection with a ledger, as rows. */
export async function addExport(actor: UserActor, given: { access?: ConnectionAccess; name?: string } = {}) {
  const name = given.name ?? "Newsletter";
  const connection = await prisma().connection.create({
    data: {
      destination: "klaviyo",
      name: `${name} · Acme`,
      nameKey: `${name.toLowerCase()} · acme`,
      status: "active",
      access: given.access ?? "administrators",
      accountId: "AcmeAc",
    },
  });
  const { destination, listId, listName, identifierField, mapping } = settings;
  const row = await prisma().export.create({
    data: {
      name,
      nameKey: name.toLowerCase(),
      connectionId: connection.id,
      destination,
      listId,
      listName,
      identifierField,
      mapping,
      createdById: actor.id,
    },
  });
  const ledger = await prisma().ledger.create({ data: { exportId: row.id, accountId: "AcmeAc", listId } });
  return { exportId: row.id, connectionId: connection.id, ledgerId: ledger.id };
}
export type ExportRows = Awaited<ReturnType<typeof addExport>>;

interface GivenRun {
  status?: RunStatus;
  plan?: Partial<PlanCounts>;
  result?: Omit<Partial<RunResult>, "outcomes"> & { outcomes: Partial<RunResult["outcomes"]> };
  /** From today; its rows about people are gone on that day. */
  expiresInDays?: number;
  data?: object;
}

/** A planned run, with the tables for its people. */
export async function addRun({ exportId, connectionId, ledgerId }: ExportRows, given: GivenRun = {}) {
  const expiresOn = new Date(Date.now() + (given.expiresInDays ?? PEOPLE_DAYS) * DAY_MS);
  const row = await prisma().run.create({
    data: {
      exportId,
      connectionId,
      ledgerId,
      accountId: "AcmeAc",
      listId: settings.listId,
      reason: "manual",
      settings,
      status: given.status ?? "running",
      phase: "send",
      plan: { ...noPlan, ...given.plan },
      result: given.result && {
        members: 0,
        leavers: 0,
        warnings: 0,
        ...given.result,
        outcomes: { ...noOutcomes, ...given.result.outcomes },
      },
      expiresOn,
      startedAt: new Date(),
      plannedAt: new Date(),
      ...given.data,
    },
  });
  const day = expiresOn.toISOString().slice(0, 10);
  await pool().query("SELECT run_data.ensure_partitions($1::date)", [day]);
  await pool().query("SELECT run_data.ensure_partitions($1::date + $2::int)", [
    day,
    PROBLEM_DAYS - PEOPLE_DAYS,
  ]);
  return { id: row.id, number: row.number, day };
}
export type RunRows = Awaited<ReturnType<typeof addRun>>;

/** Items `[seq, kind, profile key, address]`. */
export async function addItems(
  run: RunRows,
  items: [seq: number, kind: "add" | "change" | "remove", key: string, address: string][],
): Promise<void> {
  await pool().query(
    `INSERT INTO run_data.item (expires_on, run, seq, kind, profile_id, identifier)
     SELECT $1, $2, i.seq, i.kind, p.id, i.address
     FROM unnest($3::int[], $4::text[], $5::text[], $6::text[]) AS i (seq, kind, key, address)
     JOIN profile p USING (key)`,
    [run.day, run.number, ...[0, 1, 2, 3].map((part) => items.map((item) => item[part]))],
  );
}

/** A batch over a range of items. */
export async function addBatch(
  run: RunRows,
  batch: {
    no: number;
    kind: BatchKind;
    state: BatchState;
    firstSeq: number;
    lastSeq: number;
    [sum: string]: unknown;
  },
): Promise<void> {
  await prisma().runBatch.create({ data: { runId: run.id, ...batch } });
}

interface GivenOutcome {
  kind: string;
  key: string;
  seq?: number;
  address?: string;
  code?: string;
  detail?: string;
  field?: string;
  otherKey?: string;
}

/** Outcomes that were written one by one; those of sent people stay longer, as the engine has it. */
export async function addOutcomes(run: RunRows, rows: GivenOutcome[]): Promise<void> {
  for (const row of rows)
    await pool().query(
      `INSERT INTO run_data.outcome (expires_on, run, seq, kind, profile_id, identifier, code, detail, field, other_profile_id)
       SELECT $1::date + $2::int, $3, $4, $5, p.id, $6, $7, $8, $9, (SELECT id FROM profile WHERE key = $10)
       FROM profile p WHERE p.key = $11`,
      [
        run.day,
        ["rejected", "unconfirmed"].includes(row.kind) ? PROBLEM_DAYS - PEOPLE_DAYS : 0,
        run.number,
        row.seq ?? null,
        row.kind,
        row.address ?? null,
        row.code ?? null,
        row.detail ?? null,
        row.field ?? null,
        row.otherKey ?? null,
        row.key,
      ],
    );
}

/** What the ledger has of people: `[profile key, address, run that changed it last, run that found them gone]`. */
export async function addLedgerEntries(
  ledgerId: number,
  entries: [key: string, address: string, changedRun: bigint, leftRun?: bigint][],
): Promise<void> {
  for (const [key, address, changedRun, leftRun] of entries)
    await pool().query(
      `INSERT INTO run_data.ledger_entry (ledger_id, identifier, profile_id, added_run, changed_run, left_run)
       SELECT $1, $2, id, $3, $3, $4 FROM profile WHERE key = $5`,
      [ledgerId, address, changedRun, leftRun ?? null, key],
    );
}
