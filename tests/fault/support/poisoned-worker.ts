// Loaded into a worker before its own code: one person's values end the process, as an endless loop or a full heap would.
import "./tune-worker";
import { klaviyo } from "@/lib/destinations/klaviyo/index";

const { createEncoder } = klaviyo;
klaviyo.createEncoder = (shape) => {
  const encode = createEncoder(shape);
  return (source) => {
    const encoding = encode(source);
    if (encoding.ok && encoding.identifier === process.env.FAULT_POISON) process.kill(process.pid, "SIGKILL");
    return encoding;
  };
};
