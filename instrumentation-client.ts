import { config } from "zod";

// Otherwise zod tries whether it may use eval, which the pages' policy forbids and browsers report.
config({ jitless: true });
