/** The files of `migrations/`, for programs that are bundled. Written by `vitest run packages/otp-postgres/src/schema -u`. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is SQL
export const MIGRATION_TEXTS: Readonly<Record<string, string>> = {
  '0001_tables.sql': `-- What is kept: one row for each number, one for each key of the limiter, and which of these files were run.
-- Every file may be run again and again; it changes nothing then.

DO $body$
BEGIN
  -- Not \`IF NOT EXISTS\`: that asks for the right to create schemas even where this one is there.
  IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'countersign') THEN
    CREATE SCHEMA "countersign";
  END IF;
END $body$;

CREATE TABLE IF NOT EXISTS "countersign"."otp_migrations" (
  version integer PRIMARY KEY,
  name text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- \`record\` is one text of fields, divided by the unit separator U+001F, which none of them holds. One column rather than
-- many: it is compared as a whole before it is replaced, and each column more makes a statement slower.
-- Times are milliseconds since the epoch; lists are divided by commas.
--   1 when nothing of this matters any more     2 how long a wrong code counts
--   3 until when strangers wait                 4 until when known clients wait
--   5 wrong codes since the last right one      6 sends      7 wrong codes
-- and for each challenge, open or ended since the last issue, the eleven fields after \`base\`:
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
  -- \`forget_at\` in hours, rounded up.
  purge_hour integer NOT NULL,
  -- A keyed hash.
  key text COLLATE "C" NOT NULL PRIMARY KEY,
  -- Ends of the slices that something was charged in, ascending, each followed by how much it was.
  charges bigint[] NOT NULL
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

CREATE INDEX IF NOT EXISTS "otp_limits_purge" ON "countersign"."otp_limits" (purge_hour);

INSERT INTO "countersign"."otp_migrations" (version, name) VALUES (1, 'tables') ON CONFLICT DO NOTHING;
`,
  '0002_issue.sql': `-- Opens or repeats a challenge. All limits of a number are decided here; every other step only counts.
--
-- A record is read, and replaced only if it is still the one that was read. Whoever is overtaken reads again, this time
-- with the row locked. Above read committed PostgreSQL ends the statement of whoever is overtaken instead (40001).

-- When \`wanted\` fits into \`maximum\` beside what counts until its moment: failures for \`duration_ms\` each, and of each
-- open challenge its tries (one place, where \`counting\` is 'places') until its expiry. \`null\`: not by waiting.
CREATE OR REPLACE FUNCTION "countersign"."otp_free_at_v1"(
  maximum bigint, wanted bigint, lasting bigint, failures bigint[], duration_ms bigint, fields text[], counting text, now_ms bigint
) RETURNS bigint LANGUAGE sql IMMUTABLE AS $body$
  WITH uses AS (
    SELECT failed_at + duration_ms AS until, 1 AS amount
    FROM unnest(failures) AS failed_at WHERE failed_at + duration_ms > now_ms
    UNION ALL
    SELECT fields[base + 6]::bigint, CASE counting WHEN 'places' THEN 1 ELSE fields[base + 5]::bigint END
    FROM generate_series(7, cardinality(fields) - 11, 11) AS base
    WHERE fields[base + 5]::bigint > 0 AND fields[base + 6]::bigint > now_ms
  ), ends AS (
    SELECT until, sum(amount) OVER () - sum(amount) OVER (ORDER BY until ROWS UNBOUNDED PRECEDING) AS used FROM uses
  )
  SELECT min(until) FROM ends WHERE lasting + used + wanted <= maximum
$body$;

CREATE OR REPLACE FUNCTION "countersign"."otp_issue_v1"(
  of_subject text, of_purpose text, request text, intent text, repeated_code text, new_key text, new_salt text,
  usual_length text, usual_digest text, longer_length text, longer_digest text,
  client text, ttl_ms bigint, max_attempts bigint,
  -- The tries of a number that nothing is known of (null: none will ever be granted) and its wait for the next send.
  fresh_tries bigint, fresh_cooldown_ms bigint,
  longest_window_ms bigint, memory_ms bigint,
  -- What of the budget this client may use: six figures, where the failures' quotas begin, and for each quota a share and
  -- a window, sends' first; then the waits.
  rules_text text, cooldowns_text text, given_now_ms bigint
) RETURNS text LANGUAGE plpgsql AS $body$
DECLARE
  separator constant text := E'\\x1f';
  kept text;
  is_overtaken boolean := false;
  fields text[];
  now_ms bigint;
  forget_at bigint;
  expires_at bigint;
  cooldown_until bigint;
  rules bigint[];
  cooldowns bigint[];
  failure_rules bigint;
  fewest_tries bigint;
  sends bigint[];
  failures bigint[];
  in_a_row bigint;
  tries bigint;
  live_count bigint;
  unspent bigint;
  served integer;
  repeated integer;
  refusal text;
  refused_until bigint;
  free_at bigint;
  counted bigint;
  at bigint;
  length text;
  digest text;
  others text;
  outcome text;
BEGIN
  LOOP
    -- After the wait for the row, if there was one.
    now_ms := coalesce(given_now_ms, floor(date_part('epoch', clock_timestamp()) * 1000)::bigint);

    -- A number that nothing is known of, as most are: in as few steps as can be, as each costs.
    IF kept IS NULL AND fresh_tries IS NOT NULL AND intent <> 'resend' THEN
      forget_at := now_ms + greatest(longest_window_ms, fresh_cooldown_ms, ttl_ms);
      INSERT INTO "countersign"."otp_numbers" (purge_hour, subject, record)
      VALUES ((forget_at + 3599999) / 3600000, of_subject, concat_ws(separator, forget_at, memory_ms, now_ms + fresh_cooldown_ms,
        CASE client WHEN 'known' THEN now_ms + fresh_cooldown_ms ELSE 0 END, 0, now_ms, '', request, of_purpose,
        coalesce(usual_digest, ''), coalesce(usual_length, ''), fresh_tries, now_ms + ttl_ms, '', new_key, new_salt, ttl_ms, ''))
      ON CONFLICT DO NOTHING;
      IF FOUND THEN
        RETURN concat_ws(separator, 'issued', now_ms, now_ms + ttl_ms, now_ms + fresh_cooldown_ms, coalesce(usual_length, ''));
      END IF;
    END IF;
    IF is_overtaken THEN
      SELECT record INTO kept FROM "countersign"."otp_numbers" WHERE subject = of_subject FOR NO KEY UPDATE;
    ELSE
      SELECT record INTO kept FROM "countersign"."otp_numbers" WHERE subject = of_subject;
    END IF;
    is_overtaken := true;
    IF kept IS NULL THEN
      IF intent = 'resend' THEN RETURN 'not-found'; END IF;
      IF fresh_tries IS NULL THEN RETURN 'locked'; END IF;
      -- It was there a moment ago.
      CONTINUE;
    END IF;
    now_ms := coalesce(given_now_ms, floor(date_part('epoch', clock_timestamp()) * 1000)::bigint);

    fields := string_to_array(kept, separator);
    IF (cardinality(fields) - 7) % 11 <> 0 THEN RAISE EXCEPTION USING ERRCODE = 'data_corrupted'; END IF;
    IF fields[1]::bigint <= now_ms THEN fields := '{0,0,0,0,0,"",""}'; END IF;
    forget_at := fields[1]::bigint;

    -- What is asked for: the challenge that served this very request, or the one that it repeats.
    live_count := 0;
    unspent := 0;
    served := NULL;
    repeated := NULL;
    FOR base IN 7 .. cardinality(fields) - 1 BY 11 LOOP
      expires_at := fields[base + 6]::bigint;
      IF expires_at > forget_at THEN RAISE EXCEPTION USING ERRCODE = 'data_corrupted'; END IF;
      CONTINUE WHEN fields[base + 5]::bigint <= 0 OR now_ms >= expires_at;
      live_count := live_count + 1;
      unspent := unspent + fields[base + 5]::bigint;
      IF intent = 'resend' THEN
        IF repeated IS NULL AND fields[base + 1] = request AND fields[base + 2] = of_purpose THEN repeated := base; END IF;
      ELSIF request IN (fields[base + 1], fields[base + 7]) THEN
        served := coalesce(served, base);
      ELSIF intent = 'reuse-live' AND fields[base + 2] = of_purpose AND (fields[base + 4] = '') = (usual_length IS NULL) THEN
        -- One of the same kind: a deployment that has just swapped who makes the code opens another beside it.
        repeated := base;
      END IF;
    END LOOP;
    cooldown_until := fields[CASE client WHEN 'known' THEN 4 ELSE 3 END];
    IF served IS NOT NULL THEN
      at := fields[served + 6]::bigint - substring(fields[served + 10] FROM '[^,]*$')::bigint;
      RETURN concat_ws(separator, 'duplicate', at, fields[served + 6], greatest(cooldown_until, at), fields[served + 4],
        fields[served + 1], fields[served + 8], fields[served + 9]);
    END IF;
    IF repeated IS NULL AND intent = 'resend' THEN RETURN 'not-found'; END IF;

    -- What no window can count any more is dropped; and of failures no quota looks at more than its maximum.
    rules := rules_text;
    failure_rules := rules[7];
    sends := string_to_array(fields[6], ',');
    WHILE sends[1] <= now_ms - longest_window_ms LOOP sends := sends[2 :]; END LOOP;
    failures := string_to_array(fields[7], ',');
    WHILE failures[1] <= now_ms - memory_ms LOOP failures := failures[2 :]; END LOOP;
    IF cardinality(failures) > rules[4] THEN failures := failures[cardinality(failures) - rules[4] + 1 :]; END IF;

    -- What every send has to pass. Of several refusals the one is told that lasts longest: an answer that says when to
    -- come back must not be followed by another refusal.
    refusal := NULL;
    refused_until := -1;
    IF cooldown_until > now_ms THEN
      refusal := 'cooldown';
      refused_until := cooldown_until;
    END IF;
    FOR rule IN 8 .. failure_rules - 1 BY 2 LOOP
      CONTINUE WHEN cardinality(sends) < rules[rule];
      SELECT (array_agg(sent_at ORDER BY place))[count(*) - rules[rule] + 1] INTO at
      FROM unnest(sends) WITH ORDINALITY AS each (sent_at, place) WHERE sent_at > now_ms - rules[rule + 1]
      HAVING count(*) >= rules[rule];
      IF at + rules[rule + 1] > refused_until THEN
        refusal := 'quota-exceeded';
        refused_until := at + rules[rule + 1];
      END IF;
    END LOOP;

    -- What a further challenge has to pass, as it sets tries aside; a repeat's are set aside already.
    IF repeated IS NULL THEN
      IF live_count >= rules[1] THEN
        free_at := coalesce("countersign"."otp_free_at_v1"(rules[1], 1, 0, '{}', 0, fields, 'places', now_ms), now_ms);
        IF free_at > refused_until THEN
          refusal := 'quota-exceeded';
          refused_until := free_at;
        END IF;
      END IF;
      -- Strangers get all tries or no challenge; a known client whom strangers left little gets what is left.
      fewest_tries := CASE client WHEN 'known' THEN 1 ELSE max_attempts END;
      in_a_row := fields[5]::bigint;
      tries := least(max_attempts, rules[2] - in_a_row - unspent);
      IF tries < fewest_tries THEN
        free_at := "countersign"."otp_free_at_v1"(rules[2], fewest_tries, in_a_row, '{}', 0, fields, 'tries', now_ms);
        IF free_at IS NULL THEN RETURN 'locked'; END IF;
        IF free_at > refused_until THEN
          refusal := 'locked';
          refused_until := free_at;
        END IF;
      END IF;
      FOR rule IN failure_rules .. cardinality(rules) BY 2 LOOP
        counted := unspent;
        FOREACH at IN ARRAY failures LOOP
          IF at > now_ms - rules[rule + 1] THEN counted := counted + 1; END IF;
        END LOOP;
        tries := least(tries, rules[rule] - counted);
        CONTINUE WHEN rules[rule] - counted >= fewest_tries;
        free_at := "countersign"."otp_free_at_v1"(rules[rule], fewest_tries, 0, failures, rules[rule + 1], fields, 'tries', now_ms);
        IF free_at IS NULL THEN RETURN 'locked'; END IF;
        IF free_at > refused_until THEN
          refusal := 'locked';
          refused_until := free_at;
        END IF;
      END LOOP;
    END IF;
    IF refusal IS NOT NULL THEN RETURN concat_ws(separator, refusal, refused_until); END IF;

    -- The send is counted. The wait for the next grows with the sends that the shortest window holds.
    counted := 1;
    FOREACH at IN ARRAY sends LOOP
      IF at > now_ms - rules[3] THEN counted := counted + 1; END IF;
    END LOOP;
    cooldowns := cooldowns_text;
    cooldown_until := now_ms + coalesce(cooldowns[least(counted, cardinality(cooldowns))], 0);
    fields[3] := greatest(fields[3]::bigint, cooldown_until);
    -- A known client waits after a known client's send only, so that strangers cannot hold it off.
    IF client = 'known' THEN fields[4] := cooldown_until; ELSE cooldown_until := fields[3]; END IF;

    IF repeated IS NULL THEN
      length := coalesce(usual_length, '');
      digest := coalesce(usual_digest, '');
      IF longer_length IS NOT NULL AND rules[5] IS NOT NULL THEN
        counted := 0;
        FOREACH at IN ARRAY failures LOOP
          IF at > now_ms - rules[6] THEN counted := counted + 1; END IF;
        END LOOP;
        IF counted >= rules[5] THEN
          length := longer_length;
          digest := longer_digest;
        END IF;
      END IF;
      -- Ended ones were remembered only to tell \`expired\` and \`exhausted\` from \`not-found\` until now; but one whose tries
      -- are spent stays while the provider may still approve a guess.
      others := '';
      FOR base IN 7 .. cardinality(fields) - 1 BY 11 LOOP
        CONTINUE WHEN fields[base + 1] = request OR now_ms >= fields[base + 6]::bigint;
        CONTINUE WHEN fields[base + 5]::bigint <= 0 AND fields[base + 11] = '';
        others := others || array_to_string(fields[base + 1 : base + 11], separator) || separator;
      END LOOP;
      expires_at := now_ms + ttl_ms;
      others := others || concat_ws(separator, request, of_purpose, digest, length, tries, expires_at, '', new_key, new_salt,
        ttl_ms, '');
      outcome := concat_ws(separator, 'issued', now_ms, expires_at, greatest(cooldown_until, now_ms), length);
    ELSE
      -- Tries and expiry stay as they are: a repeat gives nothing back.
      expires_at := fields[repeated + 6]::bigint;
      fields[repeated + 7] := CASE fields[repeated + 1] WHEN request THEN '' ELSE request END;
      fields[repeated + 10] := concat_ws(',', nullif(fields[repeated + 10], ''), expires_at - now_ms);
      IF repeated_code = 'new' AND fields[repeated + 4] IN (usual_length, longer_length) THEN
        fields[repeated + 8] := new_key;
        fields[repeated + 9] := new_salt;
        fields[repeated + 3] := CASE fields[repeated + 4] WHEN usual_length THEN usual_digest ELSE longer_digest END;
      END IF;
      others := array_to_string(fields[8 :], separator);
      outcome := concat_ws(separator, 'issued', now_ms, expires_at, greatest(cooldown_until, now_ms), fields[repeated + 4],
        fields[repeated + 1], fields[repeated + 8], fields[repeated + 9]);
    END IF;

    forget_at := greatest(forget_at, now_ms + longest_window_ms, cooldown_until, expires_at);
    UPDATE "countersign"."otp_numbers" SET purge_hour = (forget_at + 3599999) / 3600000,
      record = concat_ws(separator, forget_at, memory_ms, fields[3], fields[4], fields[5],
        array_to_string(sends || now_ms, ','), array_to_string(failures, ','), others)
    WHERE subject = of_subject AND record = kept;
    IF FOUND THEN RETURN outcome; END IF;
  END LOOP;
END $body$;

INSERT INTO "countersign"."otp_migrations" (version, name) VALUES (2, 'issue') ON CONFLICT DO NOTHING;
`,
  '0003_redeem.sql': `-- Spends one of the challenge's tries, then compares, then consumes: in this order, at any concurrency, nothing counts
-- twice. How a record is replaced is told in \`issue\`.

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
  separator constant text := E'\\x1f';
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
      AND strpos(split_part(record, sought, 2), E'\\x1e') = 0
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
`,
  '0004_settle_discard_unlock.sql': `-- What takes something back: an approval, a refused send or a cancelled challenge, and everything a number has used up.
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
  SELECT string_to_array(record, E'\\x1f') INTO fields FROM "countersign"."otp_numbers" WHERE subject = of_subject FOR NO KEY UPDATE;
  now_ms := coalesce(given_now_ms, floor(date_part('epoch', clock_timestamp()) * 1000)::bigint);
  IF (cardinality(fields) - 7) % 11 <> 0 THEN RAISE EXCEPTION USING ERRCODE = 'data_corrupted'; END IF;
  IF fields[1]::bigint <= now_ms THEN fields := NULL; END IF;
END $body$;

-- The provider approved a guess that \`redeem\` had counted as a failure before the provider was asked: that one count is
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
    || fields[8 : settled] || fields[settled + 12 :], E'\\x1f')
  WHERE subject = of_subject;
  RETURN 'accepted';
END $body$;

-- Closes a challenge that its holder gave up; or, where \`sent_at\` says which, gives a send back that certainly never left,
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
  UPDATE "countersign"."otp_numbers" SET record = array_to_string(fields, E'\\x1f') WHERE subject = of_subject;
  RETURN 'done';
END $body$;

-- Forgets what the number has used up. Open challenges keep their spent tries: whoever guesses at one gains nothing.
CREATE OR REPLACE FUNCTION "countersign"."otp_unlock_v1"(of_subject text, given_now_ms bigint) RETURNS text LANGUAGE plpgsql AS $body$
DECLARE
  fields text[];
BEGIN
  SELECT locked.fields INTO fields FROM "countersign"."otp_lock_v1"(of_subject, given_now_ms) AS locked;
  UPDATE "countersign"."otp_numbers" SET record = array_to_string(fields[: 2] || '{0,0,0,"",""}'::text[] || fields[8 :], E'\\x1f')
  WHERE subject = of_subject AND fields IS NOT NULL;
  RETURN 'done';
END $body$;

INSERT INTO "countersign"."otp_migrations" (version, name) VALUES (4, 'settle, discard, unlock') ON CONFLICT DO NOTHING;
`,
  '0005_take.sql': `-- The limiter. A duration is cut into 15 slices; a charge counts for its duration from the end of its slice: never
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
  RETURN concat_ws(E'\\x1f', 'limited', limited, limited_until);
END $body$;

INSERT INTO "countersign"."otp_migrations" (version, name) VALUES (5, 'take') ON CONFLICT DO NOTHING;
`,
  '0006_purge.sql': `-- Deletes what no longer matters, a small batch at a time: rows that somebody works on are left for the next time, and
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
`,
  '0007_at_read_committed.sql': `-- For connections whose transactions are repeatable read or serializable: the same steps, at read committed.
--
-- A row decides every step, and above read committed PostgreSQL ends the statement of whoever was overtaken at it. A
-- procedure may begin its transaction anew, so that this is still one statement and one round trip.
CREATE OR REPLACE PROCEDURE "countersign"."otp_at_read_committed_v1"(INOUT outcome text, step text, given text)
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
      outcome := "countersign"."otp_issue_v1"(v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], v[10], v[11], v[12],
        v[13]::bigint, v[14]::bigint, v[15]::bigint, v[16]::bigint, v[17]::bigint, v[18]::bigint, v[19], v[20], v[21]::bigint);
    WHEN 'redeem' THEN outcome := "countersign"."otp_redeem_v1"(v[1], v[2], v[3], v[4], v[5], v[6]::bigint);
    WHEN 'settle' THEN outcome := "countersign"."otp_settle_v1"(v[1], v[2], v[3], v[4]::bigint);
    WHEN 'discard' THEN outcome := "countersign"."otp_discard_v1"(v[1], v[2], v[3]::bigint, v[4]::bigint);
    WHEN 'unlock' THEN outcome := "countersign"."otp_unlock_v1"(v[1], v[2]::bigint);
    WHEN 'take' THEN outcome := "countersign"."otp_take_v1"(v[1], v[2], v[3], v[4], v[5]::bigint);
    WHEN 'purge_numbers' THEN outcome := "countersign"."otp_purge_numbers_v1"(v[1]::integer, v[2]::bigint);
    WHEN 'purge_limits' THEN outcome := "countersign"."otp_purge_limits_v1"(v[1]::integer, v[2]::bigint);
  END CASE;
END $body$;

INSERT INTO "countersign"."otp_migrations" (version, name) VALUES (7, 'at read committed') ON CONFLICT DO NOTHING;
`,
  '0008_clock.sql': `-- Clocks are set, and servers take over from others. Where the time is before that of an earlier call, all moments of a
-- number or a limit go back with it, as if no time had passed: so what was counted while a clock ran ahead counts no longer than it
-- would have, and nothing is forgotten. And what was seen expired stays expired: its expiry becomes 0.

-- The latest moment that a record knows: of a send or of a wrong code.
CREATE OR REPLACE FUNCTION "countersign"."otp_latest_v1"(record text) RETURNS bigint LANGUAGE sql IMMUTABLE AS $body$
  SELECT greatest(
    nullif(substring(split_part(record, E'\\x1f', 6) FROM '[^,]*$'), '')::bigint,
    nullif(substring(split_part(record, E'\\x1f', 7) FROM '[^,]*$'), '')::bigint
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
  fields := string_to_array(kept, E'\\x1f');
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
  UPDATE "countersign"."otp_numbers" SET record = array_to_string(fields, E'\\x1f') WHERE subject = of_subject;
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
  UPDATE "countersign"."otp_numbers" SET record = array_to_string(fields, E'\\x1f') WHERE subject = of_subject;
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

-- The limiter's slices go back whole, and one less than they might: when in its slice the latest charge was is not known.
-- Keys come in ascending order, see 0005.
CREATE OR REPLACE FUNCTION "countersign"."otp_take_v2"(keys_text text, maxima_text text, durations_text text, costs_text text, given_now_ms bigint)
RETURNS text LANGUAGE plpgsql AS $body$
DECLARE
  now_ms bigint := coalesce(given_now_ms, floor(date_part('epoch', clock_timestamp()) * 1000)::bigint);
  ahead text;
  kept record;
  slice_ms bigint;
  back bigint;
BEGIN
  FOR ahead IN SELECT key FROM "countersign"."otp_limits"
    WHERE key = ANY (keys_text::text[]) AND charges[cardinality(charges) - 1] > now_ms + (longest_ms + 14) / 15 ORDER BY key
  LOOP
    SELECT * INTO kept FROM "countersign"."otp_limits" WHERE key = ahead FOR NO KEY UPDATE;
    now_ms := coalesce(given_now_ms, floor(date_part('epoch', clock_timestamp()) * 1000)::bigint);
    slice_ms := (kept.longest_ms + 14) / 15;
    back := ((kept.charges[cardinality(kept.charges) - 1] - now_ms - 1) / slice_ms - 1) * slice_ms;
    CONTINUE WHEN (back > 0) IS NOT TRUE;
    UPDATE "countersign"."otp_limits" AS limits SET forget_at = limits.forget_at - back, longest_until = limits.longest_until - back,
      charges = ARRAY(
        SELECT CASE place % 2 WHEN 1 THEN each - back ELSE each END
        FROM unnest(kept.charges) WITH ORDINALITY AS items (each, place) ORDER BY place
      )
    WHERE key = ahead;
  END LOOP;
  RETURN "countersign"."otp_take_v1"(keys_text, maxima_text, durations_text, costs_text, given_now_ms);
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
    WHEN 'take' THEN outcome := "countersign"."otp_take_v2"(v[1], v[2], v[3], v[4], v[5]::bigint);
    ELSE CALL "countersign"."otp_at_read_committed_v1"(outcome, step, given);
  END CASE;
END $body$;

INSERT INTO "countersign"."otp_migrations" (version, name) VALUES (8, 'clock') ON CONFLICT DO NOTHING;
`,
  '0009_once.sql': `-- What is to happen once: who is at it, or what came of it. One row for each key; every step is decided by that row alone.

CREATE TABLE IF NOT EXISTS "countersign"."otp_once" (
  -- When the claim is over for whoever has it, and when all of this is, in milliseconds since the epoch.
  held_until bigint NOT NULL,
  kept_until bigint NOT NULL,
  -- \`kept_until\` in hours, rounded up.
  purge_hour integer NOT NULL,
  -- Whether these times are the server's own. A claim whose time was given does not know the time of a release without one.
  is_own_clock boolean NOT NULL,
  -- \`held\`, \`recorded\` or \`released\`.
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
    IF FOUND THEN RETURN concat_ws(E'\\x1f', 'claimed', a_token); END IF;
    SELECT state, held_until, value INTO kept FROM "countersign"."otp_once" WHERE key = a_key;
    -- Deleted meanwhile, as its time was over.
    CONTINUE WHEN NOT FOUND;
    IF kept.state = 'recorded' THEN RETURN concat_ws(E'\\x1f', 'done', kept.value); END IF;
    IF kept.state = 'held' AND kept.held_until <= now_ms THEN RETURN 'unknown'; END IF;
    IF kept.state = 'held' THEN RETURN concat_ws(E'\\x1f', 'under-way', kept.held_until); END IF;
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
`,
};
