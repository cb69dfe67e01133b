import { lookup } from "node:dns/promises";
import { beforeEach, describe, expect, vi } from "vitest";
import { prisma } from "@/lib/db";
import { createWebhook } from "@/lib/notifications/webhooks/save-webhook";
import { sendTestEvent } from "@/lib/notifications/webhooks/send-test-event";
import { openWebhookSecret } from "@/lib/notifications/webhooks/webhook-secret";
import { postWebhook } from "@/lib/notifications/webhooks/post-webhook";
import { valueOf } from "../support/imports";
import { startReceiver } from "../support/notifications";
import { it } from "../support/workspace";

// As production begins; the settings are read once, at their first use.
process.env.WEBHOOK_PRIVATE_NETWORKS = "refuse";

vi.mock("node:dns/promises", async (original) => {
  const real = await original<typeof import("node:dns/promises")>();
  return { ...real, lookup: vi.fn(real.lookup) };
});

beforeEach(() => void vi.mocked(lookup).mockClear());

describe("An address", () => {
  it("without https is refused at its field", async ({ administrator }) => {
    const input = { name: "Alerts", url: "http://example.com/hooks", kinds: ["run_failed" as const] };
    expect(await createWebhook(administrator, input)).toMatchObject({
      fields: { url: { code: "webhook_https_only" } },
    });
  });

  it.for([
    "https://127.0.0.1/",
    "https://localhost/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://10.0.0.1/",
    "https://192.168.1.1/",
    "https://169.254.169.254/latest/meta-data",
    "https://[fe80::1]/",
    "https://0.0.0.0/",
  ])("in a private network is not connected to: %s", async (url, { administrator }) => {
    const input = { name: "Alerts", url, kinds: ["run_failed" as const] };
    const { endpointId } = valueOf(await createWebhook(administrator, input));
    expect(await sendTestEvent(administrator, { endpointId })).toMatchObject({
      ok: false,
      code: "webhook_address_refused",
    });
  });

  it("that a name leads to is judged at every try, and is the one connected to", async ({
    administrator,
  }) => {
    const receiver = await startReceiver();
    const port = new URL(receiver.url).port;
    const url = `https://rebinding.example.com:${port}/`;
    const input = { name: "Alerts", url, kinds: ["run_failed" as const] };
    const { endpointId } = valueOf(await createWebhook(administrator, input));
    const endpoint = await prisma().webhookEndpoint.findUniqueOrThrow({ where: { id: endpointId } });
    const post = () => postWebhook({ url, secret: openWebhookSecret(endpoint), id: "msg_1", body: "{}" });
    // First a public address on which nothing answers (TEST-NET-2, RFC 5737), then this machine's: the connection goes
    // to what was judged, and what is judged anew is refused.
    const answers = [[{ address: "198.51.100.1", family: 4 }], [{ address: "127.0.0.1", family: 4 }]];
    vi.mocked(lookup).mockImplementation((async () => answers.shift() ?? []) as never);
    const first = post();
    expect(
      await Promise.race([first, new Promise((resolve) => setTimeout(resolve, 300, "still trying"))]),
    ).not.toMatchObject({
      state: "sent",
    });
    expect(await post()).toMatchObject({ code: "webhook_address_refused" });
    expect(receiver.posted).toEqual([]);
    await first;
  });
});
