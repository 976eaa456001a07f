-- What is to happen once: who is at it, or what came of it. One row for each key; every step is decided by that row alone.

CREATE TABLE IF NOT EXISTS "countersign"."otp_once" (
  -- When the claim is over for whoever has it, and when all of this is, in milliseconds since the epoch.
  held_until bigint NOT NULL,
  kept_until bigint NOT NULL,
  -- `kept_until` in hours, rounded up.
  purge_hour integer NOT NULL,
  -- Whether these times are the server's own. A claim whose time was given does not know the time of a release without one.
  is_own_clock boolean NOT NULL,
  -- `held`, `recorded` or `released`.
  state text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL PRIMARY KEY,
  token text COLLATE "C" NOT NULL,
  -- As JSON, once it is recorded.
  value text COLLATE "C" NOT NULL
) WITH (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05);

CREATE INDEX IF NOT EXISTS "otp_once_purge" ON "countersign"."otp_once" (purge_hour);

CREATE OR REPLACE FUNCTION "countersign"."otp_claim_v1"(a_key text, a_token text, ttl_ms bigint, hold_ms bigint, given_now_ms bigint)
RETURNS text LANGUAGE plpgsql AS $body$
DECLARE
  kept record;
  now_ms bigint;
BEGIN
  LOOP
    now_ms := coalesce(given_now_ms, floor(date_part('epoch', clock_timestamp()) * 1000)::bigint);
    -- Of many at once, one inserts; the others wait for it here, and find that there is nothing for them to replace.
    INSERT INTO "countersign"."otp_once" AS once (held_until, kept_until, purge_hour, is_own_clock, state, key, token, value)
    VALUES (now_ms + hold_ms, now_ms + ttl_ms, (now_ms + ttl_ms + 3599999) / 3600000, given_now_ms IS NULL, 'held', a_key, a_token, '')
    ON CONFLICT (key) DO UPDATE SET held_until = excluded.held_until, kept_until = excluded.kept_until, purge_hour = excluded.purge_hour,
      is_own_clock = excluded.is_own_clock, state = excluded.state, token = excluded.token, value = excluded.value
    WHERE once.kept_until <= now_ms OR once.state = 'released';
    IF FOUND THEN RETURN concat_ws(E'\x1f', 'claimed', a_token); END IF;
    SELECT state, held_until, value INTO kept FROM "countersign"."otp_once" WHERE key = a_key;
    -- Deleted meanwhile, as its time was over.
    CONTINUE WHEN NOT FOUND;
    IF kept.state = 'recorded' THEN RETURN concat_ws(E'\x1f', 'done', kept.value); END IF;
    IF kept.state = 'held' AND kept.held_until <= now_ms THEN RETURN 'unknown'; END IF;
    IF kept.state = 'held' THEN RETURN concat_ws(E'\x1f', 'under-way', kept.held_until); END IF;
    -- Released meanwhile.
    IF kept.state <> 'released' THEN RAISE EXCEPTION USING ERRCODE = 'data_corrupted'; END IF;
  END LOOP;
END $body$;

CREATE OR REPLACE FUNCTION "countersign"."otp_record_v1"(a_key text, a_token text, a_value text, given_now_ms bigint)
RETURNS text LANGUAGE plpgsql AS $body$
DECLARE
  now_ms constant bigint := coalesce(given_now_ms, floor(date_part('epoch', clock_timestamp()) * 1000)::bigint);
BEGIN
  UPDATE "countersign"."otp_once" SET state = 'recorded', value = a_value
  WHERE key = a_key AND token = a_token AND kept_until > now_ms
    AND (state = 'held' AND held_until > now_ms OR state = 'recorded' AND value = a_value);
  RETURN CASE WHEN FOUND THEN 'recorded' ELSE 'lost' END;
END $body$;

CREATE OR REPLACE FUNCTION "countersign"."otp_release_v1"(a_key text, a_token text, given_now_ms bigint)
RETURNS text LANGUAGE plpgsql AS $body$
DECLARE
  now_ms constant bigint := coalesce(given_now_ms, floor(date_part('epoch', clock_timestamp()) * 1000)::bigint);
BEGIN
  UPDATE "countersign"."otp_once" SET state = 'released'
  WHERE key = a_key AND token = a_token AND state = 'held'
    AND (held_until > now_ms OR given_now_ms IS NULL AND NOT is_own_clock);
  RETURN CASE WHEN FOUND THEN 'released' ELSE 'lost' END;
END $body$;

CREATE OR REPLACE FUNCTION "countersign"."otp_purge_once_v1"(batch integer, given_now_ms bigint) RETURNS text LANGUAGE plpgsql AS $body$
DECLARE
  this_hour constant integer := floor(coalesce(given_now_ms / 1000.0, date_part('epoch', clock_timestamp())::numeric) / 3600);
  purged integer;
BEGIN
  DELETE FROM "countersign"."otp_once" WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM "countersign"."otp_once" WHERE purge_hour <= this_hour ORDER BY purge_hour LIMIT batch FOR UPDATE SKIP LOCKED
  ));
  GET DIAGNOSTICS purged = ROW_COUNT;
  RETURN purged;
END $body$;

-- The same steps for connections whose transactions are repeatable read or serializable, at read committed.
CREATE OR REPLACE PROCEDURE "countersign"."otp_once_at_committed_v1"(INOUT outcome text, step text, given text)
LANGUAGE plpgsql AS $body$
DECLARE
  v constant text[] := given;
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    ROLLBACK;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
  END IF;
  CASE step
    WHEN 'claim' THEN outcome := "countersign"."otp_claim_v1"(v[1], v[2], v[3]::bigint, v[4]::bigint, v[5]::bigint);
    WHEN 'record' THEN outcome := "countersign"."otp_record_v1"(v[1], v[2], v[3], v[4]::bigint);
    WHEN 'release' THEN outcome := "countersign"."otp_release_v1"(v[1], v[2], v[3]::bigint);
    WHEN 'purge_once' THEN outcome := "countersign"."otp_purge_once_v1"(v[1]::integer, v[2]::bigint);
  END CASE;
END $body$;

INSERT INTO "countersign"."otp_migrations" (version, name) VALUES (9, 'once') ON CONFLICT DO NOTHING;
