// Applies migrations in a process of its own and says which, as JSON:
// `node --import tsx tests/support/migrate-script.ts <database address> [folder]`.
import { applyMigrations } from "@/lib/migrations";

const [url = "", folder] = process.argv.slice(2);
console.log(JSON.stringify(await applyMigrations(url, folder)));
