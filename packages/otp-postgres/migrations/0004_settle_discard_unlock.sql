-- What takes something back: an approval, a refused send or a cancelled challenge, and everything a number has used up.
-- These are rare and lock the row at once.

-- A list without the last of its items that says this.
CREATE OR REPLACE FUNCTION "countersign"."otp_less_one_v1"(list text, item bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $body$
  WITH items AS (SELECT each, place FROM unnest(string_to_array(list, ',')) WITH ORDINALITY AS items (each, place))
  SELECT coalesce(string_agg(each, ',' ORDER BY place), '') FROM items
  WHERE place IS DISTINCT FROM (SELECT max(place) FROM items WHERE each::bigint = item)
$body$;

-- A row, locked, with the time to judge it by; nothing if nothing of it matters any more.
CREATE OR REPLACE FUNCTION "countersign"."otp_lock_v1"(of_subject text, given_now_ms bigint, OUT fields text[], OUT now_ms bigint)
LANGUAGE plpgsql AS $body$
BEGIN
  SELECT string_to_array(record, E'\x1f') INTO fields FROM "countersign"."otp_numbers" WHERE subject = of_subject FOR NO KEY UPDATE;
  now_ms := coalesce(given_now_ms, floor(date_part('epoch', clock_timestamp()) * 1000)::bigint);
  IF (cardinality(fields) - 7) % 11 <> 0 THEN RAISE EXCEPTION USING ERRCODE = 'data_corrupted'; END IF;
  IF fields[1]::bigint <= now_ms THEN fields := NULL; END IF;
END $body$;

-- The provider approved a guess that `redeem` had counted as a failure before the provider was asked: that one count is
-- taken back. Spent tries do not matter; expiry does, as no code outlives it.
CREATE OR REPLACE FUNCTION "countersign"."otp_settle_v1"(of_subject text, of_purpose text, challenge text, given_now_ms bigint)
RETURNS text LANGUAGE plpgsql AS $body$
DECLARE
  fields text[];
  now_ms bigint;
  settled integer;
  guessed_at bigint;
BEGIN
  SELECT * INTO fields, now_ms FROM "countersign"."otp_lock_v1"(of_subject, given_now_ms);
  settled := "countersign"."otp_find_v1"(fields, of_purpose, challenge, now_ms);
  guessed_at := fields[settled + 6]::bigint - substring(fields[settled + 11] FROM '[^,]+$')::bigint;
  IF (now_ms < fields[settled + 6]::bigint AND guessed_at IS NOT NULL) IS NOT TRUE THEN RETURN 'not-found'; END IF;
  UPDATE "countersign"."otp_numbers"
  SET record = array_to_string(fields[: 4] || '0'::text || fields[6] || "countersign"."otp_less_one_v1"(fields[7], guessed_at)
    || fields[8 : settled] || fields[settled + 12 :], E'\x1f')
  WHERE subject = of_subject;
  RETURN 'accepted';
END $body$;

-- Closes a challenge that its holder gave up; or, where `sent_at` says which, gives a send back that certainly never left,
-- and closes the challenge if none of its sends got through. The cooldown stays: whoever makes a provider refuse must not
-- be able to try faster. A failure stays as well.
CREATE OR REPLACE FUNCTION "countersign"."otp_discard_v1"(of_subject text, challenge text, sent_at bigint, given_now_ms bigint)
RETURNS text LANGUAGE plpgsql AS $body$
DECLARE
  fields text[];
  discarded integer;
  times text;
BEGIN
  SELECT locked.fields INTO fields FROM "countersign"."otp_lock_v1"(of_subject, given_now_ms) AS locked;
  SELECT base INTO discarded FROM generate_series(7, cardinality(fields) - 11, 11) AS base WHERE fields[base + 1] = challenge LIMIT 1;
  IF discarded IS NULL THEN RETURN 'done'; END IF;
  IF sent_at IS NOT NULL THEN
    times := "countersign"."otp_less_one_v1"(fields[discarded + 10], fields[discarded + 6]::bigint - sent_at);
    IF times = fields[discarded + 10] THEN RETURN 'done'; END IF;
    fields[discarded + 10] := times;
    fields[6] := "countersign"."otp_less_one_v1"(fields[6], sent_at);
  END IF;
  IF sent_at IS NULL OR times = '' THEN fields := fields[: discarded] || fields[discarded + 12 :]; END IF;
  UPDATE "countersign"."otp_numbers" SET record = array_to_string(fields, E'\x1f') WHERE subject = of_subject;
  RETURN 'done';
END $body$;

-- Forgets what the number has used up. Open challenges keep their spent tries: whoever guesses at one gains nothing.
CREATE OR REPLACE FUNCTION "countersign"."otp_unlock_v1"(of_subject text, given_now_ms bigint) RETURNS text LANGUAGE plpgsql AS $body$
DECLARE
  fields text[];
BEGIN
  SELECT locked.fields INTO fields FROM "countersign"."otp_lock_v1"(of_subject, given_now_ms) AS locked;
  UPDATE "countersign"."otp_numbers" SET record = array_to_string(fields[: 2] || '{0,0,0,"",""}'::text[] || fields[8 :], E'\x1f')
  WHERE subject = of_subject AND fields IS NOT NULL;
  RETURN 'done';
END $body$;

INSERT INTO "countersign"."otp_migrations" (version, name) VALUES (4, 'settle, discard, unlock') ON CONFLICT DO NOTHING;
