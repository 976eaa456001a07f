-- Spends one of the challenge's tries, then compares, then consumes: in this order, at any concurrency, nothing counts
-- twice. How a record is replaced is told in `issue`.

-- After which field those of the challenge begin that a guess is about. Without an id it is the newest of the purpose: the
-- live one, else the one that ended last.
CREATE OR REPLACE FUNCTION "countersign"."otp_find_v1"(fields text[], of_purpose text, challenge text, now_ms bigint)
RETURNS integer LANGUAGE sql IMMUTABLE AS $body$
  SELECT base FROM generate_series(7, cardinality(fields) - 11, 11) AS base
  WHERE fields[base + 2] = of_purpose AND (challenge IS NULL OR fields[base + 1] = challenge)
  ORDER BY fields[base + 5]::bigint > 0 AND fields[base + 6]::bigint > now_ms DESC, base DESC LIMIT 1
$body$;

CREATE OR REPLACE FUNCTION "countersign"."otp_redeem_v1"(
  of_subject text, of_purpose text, challenge text, first_digest text, digests text, given_now_ms bigint
) RETURNS text LANGUAGE plpgsql AS $body$
DECLARE
  separator constant text := E'\x1f';
  sought text;
  kept text;
  fields text[];
  now_ms bigint;
  redeemed integer;
  expires_at bigint;
  forget_at bigint;
  outcome text;
BEGIN
  -- The right code at the first try, as most are: in as few steps as can be, as each costs. The challenge is the last of
  -- the record, has more than a second to live, and there is no wrong code to be forgotten.
  now_ms := coalesce(given_now_ms, floor(date_part('epoch', clock_timestamp()) * 1000)::bigint);
  IF challenge IS NOT NULL AND first_digest IS NOT NULL THEN
    sought := concat_ws(separator, '', challenge, of_purpose, first_digest, '');
    UPDATE "countersign"."otp_numbers" SET record = split_part(record, sought, 1)
    WHERE subject = of_subject
      -- Where what is sought is not there, what follows it is empty.
      AND strpos(split_part(record, sought, 2), E'\x1e') = 0
      AND split_part(record, separator, 5) = '0' AND (cardinality(string_to_array(record, separator)) - 7) % 11 = 0
      AND nullif(split_part(split_part(record, sought, 2), separator, 2), '')::bigint > 0
      AND nullif(split_part(split_part(record, sought, 2), separator, 3), '')::bigint
        BETWEEN now_ms + 1000 AND split_part(record, separator, 1)::bigint;
    IF FOUND THEN
      -- It may have had to wait for somebody who then gave up; that second is all it may have taken. The caller asks again.
      IF given_now_ms IS NULL AND date_part('epoch', clock_timestamp()) * 1000 > now_ms + 1000 THEN
        RAISE EXCEPTION USING ERRCODE = 'serialization_failure';
      END IF;
      RETURN concat_ws(separator, 'accepted', challenge);
    END IF;
  END IF;

  SELECT record INTO kept FROM "countersign"."otp_numbers" WHERE subject = of_subject;
  LOOP
    IF kept IS NULL THEN RETURN 'not-found'; END IF;
    -- After the wait for the row, if there was one: no code outlives its time because somebody waited.
    now_ms := coalesce(given_now_ms, floor(date_part('epoch', clock_timestamp()) * 1000)::bigint);
    fields := string_to_array(kept, separator);
    -- The id is the first field of a challenge; but another field may say the same.
    redeemed := array_position(fields, challenge, 8) - 1;
    IF challenge IS NULL OR (redeemed - 7) % 11 <> 0 THEN
      redeemed := "countersign"."otp_find_v1"(fields, of_purpose, challenge, now_ms);
    END IF;
    expires_at := fields[redeemed + 6]::bigint;
    outcome := CASE
      WHEN (cardinality(fields) - 7) % 11 <> 0 OR expires_at > fields[1]::bigint THEN 'unreadable'
      WHEN (fields[redeemed + 2] = of_purpose AND now_ms < fields[1]::bigint) IS NOT TRUE THEN 'not-found'
      WHEN now_ms >= expires_at THEN 'expired'
      WHEN fields[redeemed + 5]::bigint <= 0 THEN 'exhausted'
      WHEN fields[redeemed + 4] = '' THEN 'delegated'
      -- A plain comparison: digests are keyed, so that its time tells nothing of a code.
      WHEN fields[redeemed + 3] = ANY (digests::text[]) THEN 'accepted'
      ELSE 'mismatch'
    END;

    IF outcome = 'accepted' THEN
      UPDATE "countersign"."otp_numbers" SET record = CASE fields[5]
        WHEN '0' THEN replace(kept, separator || array_to_string(fields[redeemed + 1 : redeemed + 11], separator), '')
        ELSE array_to_string(fields[: 4] || '0'::text || fields[6 : redeemed] || fields[redeemed + 12 :], separator)
      END
      WHERE subject = of_subject AND record = kept;
      IF FOUND THEN
        -- The same.
        IF given_now_ms IS NULL AND date_part('epoch', clock_timestamp()) * 1000 >= expires_at THEN
          RAISE EXCEPTION USING ERRCODE = 'serialization_failure';
        END IF;
        RETURN concat_ws(separator, outcome, fields[redeemed + 1]);
      END IF;
    ELSIF outcome IN ('mismatch', 'delegated') THEN
      forget_at := greatest(fields[1]::bigint, now_ms + fields[2]::bigint);
      fields[1] := forget_at::text;
      fields[5] := (fields[5]::bigint + 1)::text;
      fields[7] := concat_ws(',', nullif(fields[7], ''), now_ms);
      fields[redeemed + 5] := (fields[redeemed + 5]::bigint - 1)::text;
      IF outcome = 'delegated' THEN
        fields[redeemed + 11] := concat_ws(',', nullif(fields[redeemed + 11], ''), expires_at - now_ms);
      END IF;
      UPDATE "countersign"."otp_numbers"
      SET purge_hour = (forget_at + 3599999) / 3600000, record = array_to_string(fields, separator)
      WHERE subject = of_subject AND record = kept;
      IF FOUND THEN RETURN concat_ws(separator, outcome, fields[redeemed + 1], fields[redeemed + 5]); END IF;
    ELSIF outcome = 'unreadable' THEN
      RAISE EXCEPTION USING ERRCODE = 'data_corrupted';
    ELSE
      RETURN outcome;
    END IF;
    SELECT record INTO kept FROM "countersign"."otp_numbers" WHERE subject = of_subject FOR NO KEY UPDATE;
  END LOOP;
END $body$;

INSERT INTO "countersign"."otp_migrations" (version, name) VALUES (3, 'redeem') ON CONFLICT DO NOTHING;
