-- Opens or repeats a challenge. All limits of a number are decided here; every other step only counts.
--
-- A record is read, and replaced only if it is still the one that was read. Whoever is overtaken reads again, this time
-- with the row locked. Above read committed PostgreSQL ends the statement of whoever is overtaken instead (40001).

-- When `wanted` fits into `maximum` beside what counts until its moment: failures for `duration_ms` each, and of each
-- open challenge its tries (one place, where `counting` is 'places') until its expiry. `null`: not by waiting.
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
  separator constant text := E'\x1f';
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
      -- Ended ones were remembered only to tell `expired` and `exhausted` from `not-found` until now; but one whose tries
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
