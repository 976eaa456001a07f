-- The limiter. A duration is cut into 15 slices; a charge counts for its duration from the end of its slice: never
-- shorter than it must, and at most one slice longer. A charge that is refused leaves nothing behind.
--
-- Keys come in ascending order, so that calls that share some never wait for each other in a circle. The answer names the
-- place of the key that is free last.
CREATE OR REPLACE FUNCTION "countersign"."otp_take_v1"(keys_text text, maxima_text text, durations_text text, costs_text text, given_now_ms bigint)
RETURNS text LANGUAGE plpgsql AS $body$
DECLARE
  keys constant text[] := keys_text;
  maxima constant bigint[] := maxima_text;
  durations constant bigint[] := durations_text;
  costs constant bigint[] := costs_text;
  limited integer;
  limited_until bigint := -1;
  kept record;
  is_kept boolean;
  now_ms bigint;
  slices bigint[];
  longest bigint;
  longest_until_ms bigint;
  until_ms bigint;
  room bigint;
  free_at bigint;
  slice_ms bigint;
  slice_end bigint;
BEGIN
  FOR place IN 1 .. cardinality(keys) LOOP
    SELECT * INTO kept FROM "countersign"."otp_limits" WHERE key = keys[place] FOR NO KEY UPDATE;
    is_kept := FOUND;
    -- After the wait for the row.
    now_ms := coalesce(given_now_ms, floor(date_part('epoch', clock_timestamp()) * 1000)::bigint);
    slices := '{}';
    longest := durations[place];
    longest_until_ms := 0;
    until_ms := 0;
    IF is_kept AND kept.forget_at > now_ms THEN
      slices := kept.charges;
      longest := kept.longest_ms;
      longest_until_ms := kept.longest_until;
      until_ms := kept.forget_at;
      IF cardinality(slices) % 2 <> 0 OR array_position(slices, NULL) IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'data_corrupted';
      END IF;
    END IF;

    -- Newest first: where everything newer fits, the charge does as soon as this slice is over.
    room := maxima[place] - costs[place];
    free_at := NULL;
    FOR index IN REVERSE cardinality(slices) - 1 .. 1 BY 2 LOOP
      EXIT WHEN slices[index] + durations[place] <= now_ms;
      room := room - slices[index + 1];
      IF room < 0 THEN
        free_at := slices[index] + durations[place];
        EXIT;
      END IF;
    END LOOP;
    IF free_at IS NOT NULL THEN
      IF free_at > limited_until THEN
        limited := place;
        limited_until := free_at;
      END IF;
      -- What it waits for may have been charged for a shorter duration.
      IF free_at > until_ms THEN
        UPDATE "countersign"."otp_limits" AS limits SET forget_at = free_at, purge_hour = (free_at + 3599999) / 3600000 WHERE key = keys[place];
      END IF;
      CONTINUE;
    END IF;

    -- A key that is charged with several durations has slices for the longest that still counts.
    IF durations[place] >= longest OR longest_until_ms <= now_ms THEN
      longest := durations[place];
      longest_until_ms := 0;
    END IF;
    slice_ms := (longest + 14) / 15;
    -- When the clock goes backwards, what is charged meanwhile counts from the latest time charged at.
    slice_end := greatest((now_ms / slice_ms + 1) * slice_ms, slices[cardinality(slices) - 1]);
    WHILE slices[1] + longest <= now_ms LOOP slices := slices[3 :]; END LOOP;
    IF slices[cardinality(slices) - 1] = slice_end THEN
      slices[cardinality(slices)] := slices[cardinality(slices)] + costs[place];
    ELSE
      slices := slices || slice_end || costs[place];
    END IF;
    IF durations[place] = longest THEN longest_until_ms := slice_end + longest; END IF;
    until_ms := greatest(until_ms, slice_end + durations[place]);

    IF is_kept THEN
      UPDATE "countersign"."otp_limits" AS limits SET forget_at = until_ms, purge_hour = (until_ms + 3599999) / 3600000,
        longest_ms = longest, longest_until = longest_until_ms, charges = slices
      WHERE key = keys[place];
    ELSE
      -- Where another call has just inserted it, this one ends (23505) and nothing of it was charged: its caller calls again.
      INSERT INTO "countersign"."otp_limits" (forget_at, longest_ms, longest_until, purge_hour, key, charges)
      VALUES (until_ms, longest, longest_until_ms, (until_ms + 3599999) / 3600000, keys[place], slices);
    END IF;
  END LOOP;
  IF limited IS NULL THEN RETURN 'allowed'; END IF;
  RETURN concat_ws(E'\x1f', 'limited', limited, limited_until);
END $body$;

INSERT INTO "countersign"."otp_migrations" (version, name) VALUES (5, 'take') ON CONFLICT DO NOTHING;
