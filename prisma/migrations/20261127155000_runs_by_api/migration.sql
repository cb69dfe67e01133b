-- A token may run exports instead of feeding a source.
ALTER TYPE "RunReason" ADD VALUE 'api';
ALTER TABLE "api_token" ALTER COLUMN "source_id" DROP NOT NULL;
ALTER TABLE "run" ADD COLUMN "api_token_id" UUID;
ALTER TABLE "run" ADD CONSTRAINT "run_api_token_id_fkey" FOREIGN KEY ("api_token_id") REFERENCES "api_token"("id") ON DELETE SET NULL ON UPDATE CASCADE;
