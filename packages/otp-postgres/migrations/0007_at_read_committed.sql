-- For connections whose transactions are repeatable read or serializable: the same steps, at read committed.
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
