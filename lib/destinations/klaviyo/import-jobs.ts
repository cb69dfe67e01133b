import { DestinationFailure } from "../destination-failure";
import type {
  Channel,
  RecordBlock,
  RecordError,
  Submission,
  Target,
  Ticket,
  TicketCounts,
  TicketState,
} from "../types";
import { documentOf, importErrorSchema, jobSchema, pageOf, referenceSchema, type Job } from "./api-types";
import { PAGE_BYTES, type Call, type KlaviyoClient } from "./client";
import { fieldOf, toDetail } from "./failures";
import { limits } from "./limits";
import { toSettlement } from "./to-settlement";

const checkAfterMs = 2_000;
// The remote's clock stamps jobs; ours may differ from it.
const clockSlackMs = 2 * 60_000;
/** 2,000 jobs, 13 minutes at the published rate; older ones are asked for one by one. */
const mostPages = 20;

type Jobs = Pick<Channel, "submit" | "check" | "findSubmissions" | "rowErrors">;

/** Sending records as bulk imports, and asking what became of them (contract 7.4 to 7.7). */
export function createImportJobs(client: KlaviyoClient, clock: () => number): Jobs {
  let takesPageSize = true;

  async function submit(target: Target, block: RecordBlock): Promise<Submission> {
    if (block.count === 0 || block.count > limits.records)
      throw new RangeError(`An import takes 1 to ${limits.records} records, not ${block.count}.`);
    const call: Call = {
      route: "POST /api/profile-bulk-import-jobs",
      body: toImportBody(target, block),
      listId: target.listId,
      rows: block.count,
      namesPeople: true,
      answerBytes: PAGE_BYTES,
    };
    const { data } = await client.send(call, documentOf(jobSchema));
    return { state: "pending", ticket: toTicket(data, clock), checkAfterMs };
  }

  /** The newest jobs first, back to a moment of the remote's clock. */
  async function* jobsSince(sinceMs: number): AsyncGenerator<Job[]> {
    const call: Call = { route: "GET /api/profile-bulk-import-jobs", query: { sort: "-created_at" } };
    let cursor: string | null = null;
    for (let pages = 0; pages < mostPages; pages++) {
      const page: Awaited<ReturnType<typeof jobPage>> = await jobPage(call, cursor);
      yield page.items;
      cursor = page.cursor;
      const oldest = page.items.at(-1);
      if (cursor === null || (oldest && toTicket(oldest, clock).createdAtMs < sinceMs)) return;
    }
  }

  async function jobPage(
    call: Call,
    cursor: string | null,
  ): Promise<{ items: Job[]; cursor: string | null }> {
    const size = takesPageSize ? "100" : null;
    try {
      return await client.page(
        { ...call, query: { ...call.query, "page[size]": size, "page[cursor]": cursor } },
        jobSchema,
      );
    } catch (error) {
      // One live tester saw the size refused here (contract 5).
      const isAboutSize = error instanceof DestinationFailure && error.report.pointer === "page[size]";
      if (!isAboutSize || !takesPageSize) throw error;
      takesPageSize = false;
      return jobPage(call, cursor);
    }
  }

  async function check(tickets: readonly Ticket[]): Promise<Map<string, TicketState>> {
    const states = new Map<string, TicketState>();
    const open = new Set(tickets.map((ticket) => ticket.id));
    if (open.size === 0) return states;
    const sinceMs = Math.min(...tickets.map((ticket) => ticket.createdAtMs)) - clockSlackMs;
    for await (const jobs of jobsSince(sinceMs)) {
      for (const job of jobs) if (open.delete(job.id)) states.set(job.id, toState(job));
      if (open.size === 0) return states;
    }
    for (const id of open) states.set(id, await checkOne(id));
    return states;
  }

  async function checkOne(id: string): Promise<TicketState> {
    try {
      const { data } = await client.send(
        { route: "GET /api/profile-bulk-import-jobs/{job_id}", id },
        documentOf(jobSchema),
      );
      return toState(data);
    } catch (error) {
      if (error instanceof DestinationFailure && error.kind === "ticket_missing") return { state: "missing" };
      throw error;
    }
  }

  async function findSubmissions(
    target: Target,
    sought: { records: number; sinceMs: number; known?: ReadonlySet<string> },
  ): Promise<Ticket[]> {
    const found: Ticket[] = [];
    for await (const jobs of jobsSince(sought.sinceMs - clockSlackMs)) {
      for (const job of jobs) {
        const ticket = toTicket(job, clock);
        if (ticket.createdAtMs < sought.sinceMs - clockSlackMs || sought.known?.has(job.id)) continue;
        if (job.attributes.total_count === sought.records && (await isForList(job.id, target.listId)))
          found.push(ticket);
      }
    }
    return found;
  }

  async function isForList(id: string, listId: string): Promise<boolean> {
    const route = "GET /api/profile-bulk-import-jobs/{id}/relationships/lists";
    const { data } = await client.send({ route, id }, pageOf(referenceSchema));
    return data.some((list) => list.id === listId);
  }

  async function* rowErrors({ id }: Pick<Ticket, "id">): AsyncGenerator<RecordError[]> {
    const route = "GET /api/profile-bulk-import-jobs/{id}/import-errors";
    for await (const page of client.pages({ route, id, query: { "page[size]": "100" } }, importErrorSchema)) {
      yield page.map(({ attributes }): RecordError => {
        const payload = attributes.original_payload;
        const row = payload?.attributes ?? payload;
        return {
          code: client.redact(attributes.code ?? "unknown").slice(0, 64),
          detail: toDetail(attributes, client.redact),
          field: fieldOf(attributes.source?.pointer),
          email: row?.email ?? null,
          phone: row?.phone_number ?? null,
          externalId: row?.external_id ?? null,
        };
      });
    }
  }

  return { submit, check, findSubmissions, rowErrors };
}

/** The body around records that are encoded already, so that a resent batch is the same to the byte. */
export function toImportBody(target: Target, { rows }: RecordBlock): Buffer[] {
  const list = JSON.stringify({ type: "list", id: target.listId });
  return [
    Buffer.from('{"data":{"type":"profile-bulk-import-job","attributes":{"profiles":{"data":['),
    rows,
    Buffer.from(`]}},"relationships":{"lists":{"data":[${list}]}}}}`),
  ];
}

function toTicket(job: Job, clock: () => number): Ticket {
  const createdAtMs = Date.parse(job.attributes.created_at ?? "");
  return { id: job.id, createdAtMs: Number.isNaN(createdAtMs) ? clock() : createdAtMs };
}

function toState(job: Job): TicketState {
  const { status, total_count, completed_count, failed_count } = job.attributes;
  const counts: TicketCounts = toSettlement({
    total: total_count ?? 0,
    completed: completed_count ?? 0,
    failed: failed_count ?? 0,
  });
  if (status === "complete") return { state: "done", counts };
  return { state: status === "cancelled" ? "canceled" : "pending", counts };
}
