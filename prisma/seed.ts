import { randomInt } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Role } from "@/generated/prisma/enums";
import { prisma } from "@/lib/db";
import { installSampleConnection } from "@/lib/sample/install-connection";
import { installSampleExport } from "@/lib/sample/install-export";
import { installSample } from "@/lib/sample/install-sample";
import { putUser } from "@/lib/users/put-user";

export interface PracticeUser {
  email: string;
  name: string;
  role: Role;
  password: string;
}

const people: Omit<PracticeUser, "password">[] = [
  { email: "administrator@ferry.example", name: "Ada Administrator", role: "administrator" },
  { email: "contributor@ferry.example", name: "Csaba Contributor", role: "contributor" },
  { email: "viewer@ferry.example", name: "Vera Viewer", role: "viewer" },
];

// Without letters and digits that are easily mistaken for each other; 31^16 passwords.
const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

function randomPassword(): string {
  const letters = Array.from({ length: 16 }, () => ALPHABET[randomInt(ALPHABET.length)]);
  return letters.join("").replace(/(.{4})(?=.)/g, "$1-");
}

/**
 * Makes the practice users and the sample, on the first start only: a sample that was removed stays removed.
 * The users' random passwords are kept in `signInFile`, since only their hashes are in the database.
 */
export async function seedPractice(signInFile: string): Promise<PracticeUser[]> {
  const isFirst = (await prisma().user.count()) === 0;
  if (!isFirst && existsSync(signInFile)) return JSON.parse(readFileSync(signInFile, "utf8"));
  const users = people.map((one) => ({ ...one, password: randomPassword() }));
  const ids = new Map<Role, string>();
  for (const user of users) ids.set(user.role, await putUser(prisma(), user));
  if (isFirst) {
    await installSample(new Date());
    const administrator = {
      kind: "user",
      id: ids.get("administrator") ?? "",
      role: "administrator",
    } as const;
    // Absent where practice was given another Klaviyo than the local one.
    const key = process.env.EMULATOR_PRACTICE_KEY;
    if (key) {
      await installSampleConnection(administrator, key);
      await installSampleExport(administrator);
    }
  }
  writeFileSync(signInFile, JSON.stringify(users, null, 2), { mode: 0o600 });
  return users;
}
