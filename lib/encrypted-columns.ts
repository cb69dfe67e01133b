import type { SecretPlace } from "@/lib/secrets";

type Row = Record<string, string>;

interface EncryptedColumn {
  table: string;
  column: string;
  /** The columns that identify a row, in the table's order of rows. */
  key: string[];
  /** What a row's secret was encrypted for; of the key and of `columns`. */
  place: (row: Row) => SecretPlace;
  columns?: string[];
}

/**
 * Every place where a secret is stored encrypted, which is where keys are looked for at the start and rotated. A column
 * whose name ends in `ciphertext` and that is not here fails a test.
 */
export const encryptedColumns: EncryptedColumn[] = [
  {
    table: "connection_secret",
    column: "ciphertext",
    key: ["connection_id", "purpose"],
    place: (row) => ({ purpose: `connection.${row.purpose}`, rowId: row.connection_id ?? "" }),
  },
  {
    table: "source_database",
    column: "address_ciphertext",
    key: ["source_id"],
    place: (row) => ({ purpose: "source.address", rowId: row.source_id ?? "" }),
  },
  {
    table: "oauth_state",
    column: "verifier_ciphertext",
    key: ["state_hash"],
    columns: ["connection_id"],
    place: (row) => ({ purpose: "connection.pkce", rowId: row.connection_id ?? "" }),
  },
  {
    table: '"user"',
    column: "totp_ciphertext",
    key: ["id"],
    place: (row) => ({ purpose: "user.totp", rowId: row.id ?? "" }),
  },
  {
    table: "webhook_endpoint",
    column: "secret_ciphertext",
    key: ["id"],
    place: (row) => ({ purpose: "webhook.secret", rowId: row.id ?? "" }),
  },
  {
    table: "erasure",
    column: "subject_ciphertext",
    key: ["id"],
    place: (row) => ({ purpose: "erasure.subject", rowId: row.id ?? "" }),
  },
  {
    table: "smtp_settings",
    column: "password_ciphertext",
    key: ["id"],
    place: () => ({ purpose: "smtp.password", rowId: "1" }),
  },
];
