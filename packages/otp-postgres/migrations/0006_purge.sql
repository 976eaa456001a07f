-- Deletes what no longer matters, a small batch at a time: rows that somebody works on are left for the next time, and
-- nobody waits for this longer than a batch takes. Answers how many there were.

CREATE OR REPLACE FUNCTION "countersign"."otp_purge_numbers_v1"(batch integer, given_now_ms bigint) RETURNS text LANGUAGE plpgsql AS $body$
DECLARE
  this_hour constant integer := floor(coalesce(given_now_ms / 1000.0, date_part('epoch', clock_timestamp())::numeric) / 3600);
  purged integer;
BEGIN
  DELETE FROM "countersign"."otp_numbers" WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM "countersign"."otp_numbers" WHERE purge_hour <= this_hour ORDER BY purge_hour LIMIT batch FOR UPDATE SKIP LOCKED
  ));
  GET DIAGNOSTICS purged = ROW_COUNT;
  RETURN purged;
END $body$;

CREATE OR REPLACE FUNCTION "countersign"."otp_purge_limits_v1"(batch integer, given_now_ms bigint) RETURNS text LANGUAGE plpgsql AS $body$
DECLARE
  this_hour constant integer := floor(coalesce(given_now_ms / 1000.0, date_part('epoch', clock_timestamp())::numeric) / 3600);
  purged integer;
BEGIN
  DELETE FROM "countersign"."otp_limits" WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM "countersign"."otp_limits" WHERE purge_hour <= this_hour ORDER BY purge_hour LIMIT batch FOR UPDATE SKIP LOCKED
  ));
  GET DIAGNOSTICS purged = ROW_COUNT;
  RETURN purged;
END $body$;

INSERT INTO "countersign"."otp_migrations" (version, name) VALUES (6, 'purge') ON CONFLICT DO NOTHING;
