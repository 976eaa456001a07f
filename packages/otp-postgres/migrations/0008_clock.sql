-- Clocks are set, and servers take over from others. Where the time is before that of an earlier call, all moments of the
-- number go back with it, as if no time had passed: so what was counted while a clock ran ahead counts no longer than it
-- would have, and nothing is forgotten. And what was seen expired stays expired: its expiry becomes 0.

-- The latest moment that a record knows: of a send or of a wrong code.
CREATE OR REPLACE FUNCTION "countersign"."otp_latest_v1"(record text) RETURNS bigint LANGUAGE sql IMMUTABLE AS $body$
  SELECT greatest(
    nullif(substring(split_part(record, E'\x1f', 6) FROM '[^,]*$'), '')::bigint,
    nullif(substring(split_part(record, E'\x1f', 7) FROM '[^,]*$'), '')::bigint
  )
$body$;

-- A list of moments, so much earlier; or of distances, so much longer.
CREATE OR REPLACE FUNCTION "countersign"."otp_less_v1"(list text, less bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $body$
  SELECT coalesce(string_agg((each::bigint - less)::text, ',' ORDER BY place), '')
  FROM unnest(string_to_array(list, ',')) WITH ORDINALITY AS items (each, place)
$body$;

-- Written at once, also for who is refused afterwards: who waits must not wait anew at each call.
CREATE OR REPLACE FUNCTION "countersign"."otp_follow_clock_v1"(of_subject text, given_now_ms bigint) RETURNS void LANGUAGE plpgsql AS $body$
DECLARE
  now_ms bigint := coalesce(given_now_ms, floor(date_part('epoch', clock_timestamp()) * 1000)::bigint);
  kept text;
  fields text[];
  back bigint;
BEGIN
  PERFORM FROM "countersign"."otp_numbers" WHERE subject = of_subject AND "countersign"."otp_latest_v1"(record) > now_ms;
  IF NOT FOUND THEN RETURN; END IF;
  SELECT record INTO kept FROM "countersign"."otp_numbers" WHERE subject = of_subject FOR NO KEY UPDATE;
  -- After the wait for the row: whoever held it may have been a moment later.
  now_ms := coalesce(given_now_ms, floor(date_part('epoch', clock_timestamp()) * 1000)::bigint);
  back := "countersign"."otp_latest_v1"(kept) - now_ms;
  IF (back > 0) IS NOT TRUE THEN RETURN; END IF;
  fields := string_to_array(kept, E'\x1f');
  IF (cardinality(fields) - 7) % 11 <> 0 THEN RAISE EXCEPTION USING ERRCODE = 'data_corrupted'; END IF;
  fields[1] := fields[1]::bigint - back;
  fields[3] := fields[3]::bigint - back;
  fields[4] := fields[4]::bigint - back;
  fields[6] := "countersign"."otp_less_v1"(fields[6], back);
  fields[7] := "countersign"."otp_less_v1"(fields[7], back);
  -- What else a challenge knows is told by how long it is before the expiry.
  FOR base IN 7 .. cardinality(fields) - 1 BY 11 LOOP
    fields[base + 6] := fields[base + 6]::bigint - back;
  END LOOP;
  UPDATE "countersign"."otp_numbers" SET record = array_to_string(fields, E'\x1f') WHERE subject = of_subject;
END $body$;

CREATE OR REPLACE FUNCTION "countersign"."otp_keep_expired_v1"(of_subject text, of_purpose text, challenge text, given_now_ms bigint)
RETURNS void LANGUAGE plpgsql AS $body$
DECLARE
  fields text[];
  now_ms bigint;
  base integer;
  expires_at bigint;
BEGIN
  SELECT * INTO fields, now_ms FROM "countersign"."otp_lock_v1"(of_subject, given_now_ms);
  base := "countersign"."otp_find_v1"(fields, of_purpose, challenge, now_ms);
  expires_at := fields[base + 6]::bigint;
  IF (expires_at > 0 AND expires_at <= now_ms) IS NOT TRUE THEN RETURN; END IF;
  fields[base + 6] := '0';
  fields[base + 10] := "countersign"."otp_less_v1"(fields[base + 10], expires_at);
  fields[base + 11] := "countersign"."otp_less_v1"(fields[base + 11], expires_at);
  UPDATE "countersign"."otp_numbers" SET record = array_to_string(fields, E'\x1f') WHERE subject = of_subject;
END $body$;

-- The steps that judge by the time, as they were, between the two.

CREATE OR REPLACE FUNCTION "countersign"."otp_issue_v2"(
  of_subject text, of_purpose text, request text, intent text, repeated_code text, new_key text, new_salt text,
  usual_length text, usual_digest text, longer_length text, longer_digest text,
  client text, ttl_ms bigint, max_attempts bigint, fresh_tries bigint, fresh_cooldown_ms bigint,
  longest_window_ms bigint, memory_ms bigint, rules_text text, cooldowns_text text, given_now_ms bigint
) RETURNS text LANGUAGE plpgsql AS $body$
DECLARE
  outcome text;
BEGIN
  PERFORM "countersign"."otp_follow_clock_v1"(of_subject, given_now_ms);
  outcome := "countersign"."otp_issue_v1"(of_subject, of_purpose, request, intent, repeated_code, new_key, new_salt,
    usual_length, usual_digest, longer_length, longer_digest, client, ttl_ms, max_attempts, fresh_tries, fresh_cooldown_ms,
    longest_window_ms, memory_ms, rules_text, cooldowns_text, given_now_ms);
  -- A resend that came too late.
  IF outcome = 'not-found' THEN PERFORM "countersign"."otp_keep_expired_v1"(of_subject, of_purpose, request, given_now_ms); END IF;
  RETURN outcome;
END $body$;

CREATE OR REPLACE FUNCTION "countersign"."otp_redeem_v2"(
  of_subject text, of_purpose text, challenge text, first_digest text, digests text, given_now_ms bigint
) RETURNS text LANGUAGE plpgsql AS $body$
DECLARE
  outcome text;
BEGIN
  PERFORM "countersign"."otp_follow_clock_v1"(of_subject, given_now_ms);
  outcome := "countersign"."otp_redeem_v1"(of_subject, of_purpose, challenge, first_digest, digests, given_now_ms);
  IF outcome = 'expired' THEN PERFORM "countersign"."otp_keep_expired_v1"(of_subject, of_purpose, challenge, given_now_ms); END IF;
  RETURN outcome;
END $body$;

CREATE OR REPLACE FUNCTION "countersign"."otp_settle_v2"(of_subject text, of_purpose text, challenge text, given_now_ms bigint)
RETURNS text LANGUAGE plpgsql AS $body$
DECLARE
  outcome text;
BEGIN
  PERFORM "countersign"."otp_follow_clock_v1"(of_subject, given_now_ms);
  outcome := "countersign"."otp_settle_v1"(of_subject, of_purpose, challenge, given_now_ms);
  IF outcome = 'not-found' THEN PERFORM "countersign"."otp_keep_expired_v1"(of_subject, of_purpose, challenge, given_now_ms); END IF;
  RETURN outcome;
END $body$;

-- For connections whose transactions are repeatable read or serializable, see 0007.
CREATE OR REPLACE PROCEDURE "countersign"."otp_at_read_committed_v2"(INOUT outcome text, step text, given text)
LANGUAGE plpgsql AS $body$
DECLARE
  v constant text[] := given;
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    ROLLBACK;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
  END IF;
  CASE step
    WHEN 'issue' THEN
      outcome := "countersign"."otp_issue_v2"(v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], v[10], v[11], v[12],
        v[13]::bigint, v[14]::bigint, v[15]::bigint, v[16]::bigint, v[17]::bigint, v[18]::bigint, v[19], v[20], v[21]::bigint);
    WHEN 'redeem' THEN outcome := "countersign"."otp_redeem_v2"(v[1], v[2], v[3], v[4], v[5], v[6]::bigint);
    WHEN 'settle' THEN outcome := "countersign"."otp_settle_v2"(v[1], v[2], v[3], v[4]::bigint);
    ELSE CALL "countersign"."otp_at_read_committed_v1"(outcome, step, given);
  END CASE;
END $body$;

INSERT INTO "countersign"."otp_migrations" (version, name) VALUES (8, 'clock') ON CONFLICT DO NOTHING;
