-- CreateEnum
CREATE TYPE "ConnectionStatus" AS ENUM ('draft', 'active', 'needs_attention', 'consent_withdrawn', 'removed');

-- CreateEnum
CREATE TYPE "ConnectionAccess" AS ENUM ('administrators', 'contributors', 'chosen');

-- CreateTable
CREATE TABLE "connection" (
    "id" UUID NOT NULL,
    "destination" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT,
    "status" "ConnectionStatus" NOT NULL DEFAULT 'draft',
    "access" "ConnectionAccess" NOT NULL DEFAULT 'administrators',
    "is_access_chosen" BOOLEAN NOT NULL DEFAULT false,
    "account_id" TEXT,
    "account_name" TEXT,
    "account_time_zone" TEXT,
    "is_test_account" BOOLEAN,
    "scopes" JSONB NOT NULL DEFAULT '[]',
    "checked_at" TIMESTAMPTZ(3),
    "key_last_four" TEXT,
    "oauth_at" TIMESTAMPTZ(3),
    "is_oauth_passed" BOOLEAN NOT NULL DEFAULT false,
    "export_user_id" UUID,
    "export_user_at" TIMESTAMPTZ(3),
    "attention_code" TEXT,
    "attention_params" JSONB NOT NULL DEFAULT '{}',
    "is_sample" BOOLEAN NOT NULL DEFAULT false,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "connection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "connection_user" (
    "connection_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,

    CONSTRAINT "connection_user_pkey" PRIMARY KEY ("connection_id","user_id")
);

-- CreateTable
CREATE TABLE "connection_secret" (
    "connection_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "ciphertext" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "connection_secret_pkey" PRIMARY KEY ("connection_id","purpose")
);

-- CreateTable
CREATE TABLE "consent" (
    "id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "user_id" UUID,
    "text_version" TEXT NOT NULL,
    "text_sha256" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "agreed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "withdrawn_at" TIMESTAMPTZ(3),
    "withdrawn_by_id" UUID,

    CONSTRAINT "consent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "oauth_state" (
    "state_hash" TEXT NOT NULL,
    "connection_id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "verifier_ciphertext" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "oauth_state_pkey" PRIMARY KEY ("state_hash")
);

-- CreateIndex
CREATE UNIQUE INDEX "connection_name_key_key" ON "connection"("name_key");

-- CreateIndex
CREATE INDEX "connection_user_user_id_idx" ON "connection_user"("user_id");

-- CreateIndex
CREATE INDEX "consent_connection_id_idx" ON "consent"("connection_id");

-- CreateIndex
CREATE INDEX "oauth_state_expires_at_idx" ON "oauth_state"("expires_at");

-- AddForeignKey
ALTER TABLE "connection" ADD CONSTRAINT "connection_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connection" ADD CONSTRAINT "connection_export_user_id_fkey" FOREIGN KEY ("export_user_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connection_user" ADD CONSTRAINT "connection_user_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connection_user" ADD CONSTRAINT "connection_user_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connection_secret" ADD CONSTRAINT "connection_secret_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consent" ADD CONSTRAINT "consent_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consent" ADD CONSTRAINT "consent_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consent" ADD CONSTRAINT "consent_withdrawn_by_id_fkey" FOREIGN KEY ("withdrawn_by_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "oauth_state" ADD CONSTRAINT "oauth_state_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;


