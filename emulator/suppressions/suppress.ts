import { ApiError, invalidBody, notFound } from "../http/api-error.ts";
import type { Call } from "../http/call.ts";
import { requireShape } from "../http/require-shape.ts";
import type { Shape } from "../http/shape.ts";
import { requireList } from "../lists/find-list.ts";
import { isAcceptableEmail } from "../profiles/email-rule.ts";
import { newConsent } from "../profiles/new-consent.ts";
import type { SuppressionJob } from "./suppression-job.ts";

// 100 addresses a request (contract 7.11).
const mostSuppressions = 100;

const suppressShape: Shape = {
  kind: "object",
  resource: "profile-suppression-bulk-create-job",
  required: ["data"],
  fields: {
    data: {
      kind: "object",
      resource: "profile-suppression-bulk-create-job",
      required: ["type"],
      fields: {
        type: { kind: "string", oneOf: ["profile-suppression-bulk-create-job"] },
        attributes: { kind: "open-object" },
        relationships: { kind: "open-object" },
      },
    },
  },
};

interface SentSuppression {
  data: {
    attributes?: { profiles?: { data?: { attributes?: { email?: string } }[] } | null };
    relationships?: { list?: { data?: { id: string } }; segment?: object };
  };
}

/** E-mails, one list or one segment, exclusively; the effect comes hours later. */
export function suppress(call: Call): SuppressionJob {
  requireShape(call, suppressShape);
  const { world, account, now } = call;
  const { data } = call.body as SentSuppression;
  const rows = data.attributes?.profiles?.data;
  const listId = data.relationships?.list?.data?.id ?? null;
  if (
    Number(rows !== undefined) +
      Number(listId !== null) +
      Number(data.relationships?.segment !== undefined) !==
    1
  ) {
    throw new ApiError(400, invalidBody("/data", "Exactly one of profiles, list or segment is required."));
  }
  if (data.relationships?.segment) throw notFound("Segment not found.");
  if (rows && (rows.length === 0 || rows.length > mostSuppressions)) {
    throw new ApiError(
      400,
      invalidBody(
        "/data/attributes/profiles/data",
        `Between 1 and ${mostSuppressions} profiles are required.`,
      ),
    );
  }
  const problems = (rows ?? []).flatMap((row, index) =>
    isAcceptableEmail(row.attributes?.email ?? "", world.switches.emailRule)
      ? []
      : [invalidBody(`/data/attributes/profiles/data/${index}/attributes/email`, "Invalid email address")],
  );
  if (problems.length > 0) throw new ApiError(400, problems);
  const list = listId === null ? undefined : requireList(call, listId);
  const targets = list
    ? list.inOrder().flatMap((each) => (each.left ? [] : [each.profile]))
    : (rows ?? []).map((row) => account.profiles.findBy("email", row.attributes?.email ?? ""));
  const job: SuppressionJob = {
    id: world.identifiers.ulid(now),
    seq: world.nextJobSeq++,
    status: "processing",
    createdAt: now,
    completedAt: null,
    total: targets.length,
    completed: 0,
    skipped: 0,
    listId,
  };
  account.suppressions.set(job.id, job);
  world.scheduler.at(now + world.jobPlan.suppressionMs, (at) => {
    for (const profile of targets) {
      if (!profile) job.skipped++;
      else {
        profile.consent ??= newConsent();
        profile.consent.suppressions.push({ reason: "USER_SUPPRESSED", at });
        job.completed++;
      }
    }
    job.status = "complete";
    job.completedAt = at;
    world.changed();
  });
  return job;
}
