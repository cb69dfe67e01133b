ALTER TABLE "user"
  ALTER COLUMN "email" DROP NOT NULL,
  ADD COLUMN "sso_issuer" TEXT,
  ADD COLUMN "sso_subject" TEXT,
  ADD COLUMN "totp_ciphertext" TEXT,
  ADD COLUMN "totp_at" TIMESTAMPTZ(3),
  ADD COLUMN "totp_last_step" INTEGER,
  ADD COLUMN "removed_at" TIMESTAMPTZ(3);

CREATE UNIQUE INDEX "user_sso_issuer_sso_subject_key" ON "user"("sso_issuer", "sso_subject");

-- Who is removed is disabled too: what asks whether somebody may do something asks for one thing.
ALTER TABLE "user" ADD CONSTRAINT "user_removed_is_disabled"
  CHECK ("removed_at" IS NULL OR "disabled_at" IS NOT NULL);
ALTER TABLE "user" ADD CONSTRAINT "user_email_until_removed"
  CHECK (("email" IS NULL) = ("removed_at" IS NOT NULL));

ALTER TABLE "session" ADD COLUMN "proved_at" TIMESTAMPTZ(3);

CREATE TYPE "UserLinkPurpose" AS ENUM ('invitation', 'password_reset');

CREATE TABLE "user_link" (
  "token_hash" TEXT NOT NULL,
  "user_id" UUID NOT NULL,
  "purpose" "UserLinkPurpose" NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "user_link_pkey" PRIMARY KEY ("token_hash")
);
CREATE UNIQUE INDEX "user_link_user_id_key" ON "user_link"("user_id");
CREATE INDEX "user_link_expires_at_idx" ON "user_link"("expires_at");
ALTER TABLE "user_link" ADD CONSTRAINT "user_link_user_id_fkey"
  FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "recovery_code" (
  "user_id" UUID NOT NULL,
  "code_hash" TEXT NOT NULL,
  CONSTRAINT "recovery_code_pkey" PRIMARY KEY ("user_id", "code_hash")
);
ALTER TABLE "recovery_code" ADD CONSTRAINT "recovery_code_user_id_fkey"
  FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
