/** Spends one of the challenge's tries, then compares, then consumes: in this order nothing counts twice. */
import { defineScript } from './define-script.ts';
import {
  ANSWER,
  DELEGATED,
  FORMER_ANSWER,
  IN_ORDER_LUA,
  MISMATCH,
  NOTHING_FOLLOWS,
  PACK_CHALLENGE_LUA,
  readChallenge,
  recordLua,
  remember,
  save,
} from './record-lua.ts';

/**
 * Called with purpose · id, empty for the newest of the purpose · how many digests · digests. The reply is a number, or
 * number and id where none was given.
 */
export const REDEEM_SCRIPT = defineScript(`${recordLua('Bc0Bc0B', 'wanted_purpose', 'wanted_id', 'digest_count')}
local by_number = wanted_id == ''
if not raw then return by_number and { ${ANSWER.notFound} } or ${ANSWER.notFound} end

local former = ${FORMER_ANSWER}
if former and not by_number then return former end
if former == ${ANSWER.accepted} then return { former, consumed } end

-- By number it is the newest that is live, or else the newest that ended.
local from, to, found_is_live
local c_id, c_request, c_key_id, c_salt, c_digest, c_length, c_tries, c_ends, c_sent, c_asked
local place = first
for _ = 1, count do
${readChallenge('place')}
  if purpose == wanted_purpose and (id == wanted_id or by_number) then
    local is_live = tries > 0 and now < get(now, ends, 1)
    if not by_number or is_live or not found_is_live then
      from, to, found_is_live = place, next_place, is_live
      c_id, c_request, c_key_id, c_salt, c_digest = id, request, key_id, salt, digest
      c_length, c_tries, c_ends, c_sent, c_asked = length, tries, ends, sent, asked
    end
  end
  place = next_place
end
${NOTHING_FOLLOWS}

local answer
if not from then
  answer = ${ANSWER.notFound}
elseif former then
  answer = former
elseif now >= get(now, c_ends, 1) then
  answer = ${ANSWER.expired}
elseif c_tries == 0 then
  answer = ${ANSWER.exhausted}
end
if answer == ${ANSWER.expired} and not former and get(now, c_ends, 1) > called_at then
  -- What was seen expired stays so, whatever the clock says later: it ends with the latest call.
${PACK_CHALLENGE_LUA}
  local expired = pack_challenge(c_id, wanted_purpose, c_request, c_key_id, c_salt, c_digest, c_length, c_tries, put(called_at), c_sent, c_asked)
${save('string.sub(raw, first, from - 1) .. expired .. string.sub(raw, to)')}
end
if answer then return by_number and { answer, c_id or '' } or answer end

-- Equal strings are one string in Lua: comparing them takes the same time whatever they hold.
local is_right = false
for _ = 1, digest_count do
  local guess
  guess, next_field = struct.unpack('>Bc0', arguments, next_field)
  if c_length > 0 and guess == c_digest then is_right = true end
end

local kept = ''
c_tries = c_tries - 1
if is_right then
  answer = ${ANSWER.accepted}
  in_a_row, count = 0, count - 1
else
${IN_ORDER_LUA}${PACK_CHALLENGE_LUA}
  local failed_at = put(not_before_last(now, failures))
  failures, in_a_row = failures .. failed_at, math.min(in_a_row + 1, 65535)
  local high, low = struct.unpack('>I2I4', memory)
  forget_at = math.max(forget_at, now + high * 4294967296 + low)
  if c_length == 0 then
    answer, c_asked = ${DELEGATED} + c_tries, c_asked .. failed_at
  else
    answer = ${MISMATCH} + c_tries
    -- Of a spent challenge only its end is told: nothing of its code is needed any more.
    if c_tries == 0 then c_key_id, c_salt, c_digest = '', '', '' end
  end
  kept = pack_challenge(c_id, wanted_purpose, c_request, c_key_id, c_salt, c_digest, c_length, c_tries, c_ends, c_sent, c_asked)
end
${remember('answer')}
-- Only who asked by number has to be told the id again.
if is_right then consumed = by_number and c_id or '' end
${save('string.sub(raw, first, from - 1) .. kept .. string.sub(raw, to)')}
return by_number and { answer, c_id } or answer
`);
