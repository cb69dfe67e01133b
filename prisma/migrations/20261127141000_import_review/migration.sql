-- An import whose file is read and compared, and which waits for somebody to apply or drop it.
ALTER TYPE "ImportStatus" ADD VALUE 'review';

CREATE TYPE "MergeMode" AS ENUM ('upsert', 'replace');

ALTER TABLE "import"
  ADD COLUMN "mode" "MergeMode" NOT NULL DEFAULT 'upsert',
  ADD COLUMN "source_name" TEXT,
  ADD COLUMN "asks_first" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "rows_gone" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "bad_reasons" JSONB NOT NULL DEFAULT '[]',
  ADD COLUMN "staged_epoch" INTEGER,
  ADD COLUMN "staged_at" TIMESTAMPTZ(3),
  ADD COLUMN "confirmed_at" TIMESTAMPTZ(3);

-- Keys are compared byte by byte wherever they are sorted or indexed: several times faster than by a locale, and the
-- order has no meaning. One index serves both "what does anybody say of this key" and "this key of this source".
ALTER TABLE "profile" ALTER COLUMN "key" TYPE TEXT COLLATE "C";
ALTER TABLE "source_record" DROP CONSTRAINT "source_record_pkey", ALTER COLUMN "key" TYPE TEXT COLLATE "C";
ALTER TABLE "source_record" ADD CONSTRAINT "source_record_pkey" PRIMARY KEY ("key", "source_id");
DROP INDEX "source_record_key_idx";

-- A foreign key is looked up for each of a million rows; a source goes rarely, and takes its records along by this.
ALTER TABLE "source_record" DROP CONSTRAINT "source_record_source_id_fkey";
CREATE FUNCTION drop_source_records() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM source_record WHERE source_id = OLD.id;
  RETURN NULL;
END $$;
CREATE TRIGGER drop_records AFTER DELETE ON "source" FOR EACH ROW EXECUTE FUNCTION drop_source_records();

-- A key brings its collation along, by which only ASCII has small letters.
CREATE OR REPLACE FUNCTION fold_text(value text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT lower(public.unaccent('public.unaccent', normalize(value, NFKC)) COLLATE "default") $$;
