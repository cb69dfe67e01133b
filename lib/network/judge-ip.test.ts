import { expect, it } from "vitest";
import { judgeIp } from "./judge-ip";

it.each([
  ["8.8.8.8", "public"],
  ["172.32.0.1", "public"],
  ["2a00:1450:400d::1", "public"],
  ["::ffff:8.8.8.8", "public"],
  ["127.0.0.1", "private"],
  ["127.9.9.9", "private"],
  ["10.1.2.3", "private"],
  ["172.31.255.255", "private"],
  ["192.168.1.1", "private"],
  ["100.64.0.1", "private"],
  ["::1", "private"],
  ["fd12::1", "private"],
  ["::ffff:127.0.0.1", "private"],
  ["::ffff:7f00:1", "private"],
  ["0.0.0.0", "never"],
  ["169.254.169.254", "never"],
  ["::ffff:169.254.169.254", "never"],
  ["255.255.255.255", "never"],
  ["::", "never"],
  ["fe80::1", "never"],
  ["64:ff9b::7f00:1", "never"],
  ["2002:7f00:1::", "never"],
])("%s is %s", (ip, judgement) => {
  expect(judgeIp(ip)).toBe(judgement);
});
