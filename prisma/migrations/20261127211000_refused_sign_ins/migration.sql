-- Refused sign-ins that are counted until the audit log says how many there were.
CREATE TABLE "refused_sign_in" (
    "user_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "more" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "refused_sign_in_pkey" PRIMARY KEY ("user_id","reason")
);

CREATE INDEX "refused_sign_in_since_idx" ON "refused_sign_in"("since");

ALTER TABLE "refused_sign_in" ADD CONSTRAINT "refused_sign_in_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
