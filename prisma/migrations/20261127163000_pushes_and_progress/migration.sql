-- About how many rows a refresh from a database has to read.
ALTER TABLE "import" ADD COLUMN "rows_expected" INTEGER;

-- The last pushes of each source, for a month.
CREATE TABLE "api_push" (
    "id" BIGSERIAL NOT NULL,
    "source_id" UUID NOT NULL,
    "token_id" UUID NOT NULL,
    "added" INTEGER NOT NULL DEFAULT 0,
    "changed" INTEGER NOT NULL DEFAULT 0,
    "unchanged" INTEGER NOT NULL DEFAULT 0,
    "removed" INTEGER NOT NULL DEFAULT 0,
    "unknown" INTEGER NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "api_push_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "api_push_source_id_id_idx" ON "api_push"("source_id", "id");
CREATE INDEX "api_push_token_id_idx" ON "api_push"("token_id");
CREATE INDEX "api_push_at_idx" ON "api_push"("at");
ALTER TABLE "api_push" ADD CONSTRAINT "api_push_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "api_push" ADD CONSTRAINT "api_push_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "api_token"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Whoever is taken off a list is found on their card by this. Those who are added, who are many, are not in it.
CREATE INDEX item_removed ON run_data.item (profile_id) WHERE kind = 'remove';
