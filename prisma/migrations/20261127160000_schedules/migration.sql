-- Schedules: the system's refresh and exports that run by a schedule of their own.
ALTER TYPE "RunReason" ADD VALUE 'system_refresh';
ALTER TYPE "RunReason" ADD VALUE 'own_schedule';

CREATE TYPE "TickState" AS ENUM ('due', 'started', 'catch_up', 'skipped', 'missed');

CREATE TABLE "schedule" (
  "id" UUID NOT NULL,
  "export_id" UUID,
  "recurrence" JSONB NOT NULL,
  "next_run_at" TIMESTAMPTZ(3),
  "catch_up_minutes" INTEGER NOT NULL DEFAULT 60,
  CONSTRAINT "schedule_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "schedule_export_id_fkey" FOREIGN KEY ("export_id") REFERENCES "export" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  -- Of what belongs to no export there is one: the system's schedule, under a fixed id.
  CONSTRAINT "schedule_one_system" CHECK (("export_id" IS NULL) = ("id" = '00000000-0000-7000-8000-000000000001'))
);
CREATE UNIQUE INDEX "schedule_export_id_key" ON "schedule" ("export_id");
CREATE INDEX "schedule_next_run_at_idx" ON "schedule" ("next_run_at");

CREATE TABLE "schedule_tick" (
  "schedule_id" UUID NOT NULL,
  "instant" TIMESTAMPTZ(3) NOT NULL,
  "state" "TickState" NOT NULL,
  "noticed_at" TIMESTAMPTZ(3) NOT NULL,
  "started_id" UUID,
  CONSTRAINT "schedule_tick_pkey" PRIMARY KEY ("schedule_id", "instant"),
  CONSTRAINT "schedule_tick_schedule_id_fkey" FOREIGN KEY ("schedule_id") REFERENCES "schedule" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "schedule_tick_state_instant_idx" ON "schedule_tick" ("state", "instant");

-- Moves the schedules' clock in tests; honoured in practice only.
ALTER TABLE "installation" ADD COLUMN "clock_shift_seconds" INTEGER NOT NULL DEFAULT 0;
