-- What is kept: one row for each number, one for each key of the limiter, and which of these files were run.
-- Every file may be run again and again; it changes nothing then.

DO $body$
BEGIN
  -- Not `IF NOT EXISTS`: that asks for the right to create schemas even where this one is there.
  IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'countersign') THEN
    CREATE SCHEMA "countersign";
  END IF;
END $body$;

CREATE TABLE IF NOT EXISTS "countersign"."otp_migrations" (
  version integer PRIMARY KEY,
  name text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- `record` is one text of fields, divided by the unit separator U+001F, which none of them holds. One column rather than
-- many: it is compared as a whole before it is replaced, and each column more makes a statement slower.
-- Times are milliseconds since the epoch; lists are divided by commas.
--   1 when nothing of this matters any more     2 how long a wrong code counts
--   3 until when strangers wait                 4 until when known clients wait
--   5 wrong codes since the last right one      6 sends      7 wrong codes
-- and for each challenge, open or ended since the last issue, the eleven fields after `base`:
--   1 id, after U+001E, so that it is found without counting      2 purpose
--   3 digest and 4 code length (both empty: the provider owns the code)
--   5 tries left      6 expiry      7 latest request (empty: the same as the id)      8 key id      9 salt
--   10 its sends, and 11 the guesses that the provider was asked about, in milliseconds before the expiry
-- No checks: PostgreSQL reads those anew for every statement; the functions check what they read instead.
CREATE TABLE IF NOT EXISTS "countersign"."otp_numbers" (
  -- The first field of the record in hours, rounded up. Only this is indexed: as it stays the same for an hour,
  -- most updates touch no index.
  purge_hour integer NOT NULL,
  -- A keyed hash.
  subject text COLLATE "C" NOT NULL PRIMARY KEY,
  record text COLLATE "C" NOT NULL
) WITH (fillfactor = 95, autovacuum_vacuum_scale_factor = 0.05);

CREATE INDEX IF NOT EXISTS "otp_numbers_purge" ON "countersign"."otp_numbers" (purge_hour);

CREATE TABLE IF NOT EXISTS "countersign"."otp_limits" (
  -- When all charges are over.
  forget_at bigint NOT NULL,
  -- The longest duration that still counts, which decides how long a slice of time is, and until when it does.
  longest_ms bigint NOT NULL,
  longest_until bigint NOT NULL,
  -- `forget_at` in hours, rounded up.
  purge_hour integer NOT NULL,
  -- A keyed hash.
  key text COLLATE "C" NOT NULL PRIMARY KEY,
  -- Ends of the slices that something was charged in, ascending, each followed by how much it was.
  charges bigint[] NOT NULL
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

CREATE INDEX IF NOT EXISTS "otp_limits_purge" ON "countersign"."otp_limits" (purge_hour);

INSERT INTO "countersign"."otp_migrations" (version, name) VALUES (1, 'tables') ON CONFLICT DO NOTHING;
