/**
 * Who does something once. A record is one text: its state, whose clock it goes by, when the hold ends, when all of it is
 * over, the token, and what was recorded. All but the last are letters, digits and hyphens, so that no value is mistaken.
 */
import { defineScript } from './define-script.ts';

/** States: somebody is at it, it was recorded, it was given back. */
const HELD = 'h';
const RECORDED = 'd';
const RELEASED = 'r';
/** Whose clock it goes by: the server's, or the caller's. */
const OWN_CLOCK = 'o';
const GIVEN_CLOCK = 'g';

/** What a claim is answered with; after the second the end of the hold, after the third what was recorded. */
export const CLAIM_ANSWER = { claimed: 1, underWay: 2, done: 3, unknown: 4 } as const;
/** What a record and a release are answered with. */
export const CHANGE_ANSWER = { changed: 1, lost: 2 } as const;

/** Called with token · time, empty for the server's · and what each script adds. */
const BEGIN_LUA = `
local key, token, given = KEYS[1], ARGV[1], tonumber(ARGV[2])
local now = given
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local raw = redis.call('GET', key)
local state, clock, held_until, kept_until, owner, value
if raw then
  state, clock, held_until, kept_until, owner, value = string.match(raw, '^(%a)(%a):(%d+):(%d+):([%w_-]+):(.*)$')
  if not state then return redis.error_reply('CORRUPT_RECORD this key holds no record of ours') end
  held_until, kept_until = tonumber(held_until), tonumber(kept_until)
  if kept_until <= now and not (clock == '${GIVEN_CLOCK}' and not given) then state = nil end
end
local function write(a_state, a_value)
  local record = a_state .. clock .. string.format(':%.0f:%.0f:', held_until, kept_until) .. owner .. ':' .. a_value
  if raw then redis.call('SET', key, record, 'KEEPTTL') else redis.call('SET', key, record) end
end
`;

/** Adds how long the key is kept · how long the claim is held. A claim that a client sends again is known by its token. */
export const CLAIM_SCRIPT = defineScript(`${BEGIN_LUA}
if state == '${RECORDED}' then return {${CLAIM_ANSWER.done}, value} end
if state == '${HELD}' then
  if now >= held_until then return {${CLAIM_ANSWER.unknown}} end
  if owner == token then return {${CLAIM_ANSWER.claimed}} end
  return {${CLAIM_ANSWER.underWay}, held_until}
end
held_until, kept_until, owner = now + tonumber(ARGV[4]), now + tonumber(ARGV[3]), token
clock = given and '${GIVEN_CLOCK}' or '${OWN_CLOCK}'
write('${HELD}', '')
redis.call('PEXPIRE', key, ARGV[3])
return {${CLAIM_ANSWER.claimed}}
`);

/** Adds the value. */
export const RECORD_SCRIPT = defineScript(`${BEGIN_LUA}
if owner ~= token then return ${CHANGE_ANSWER.lost} end
if state == '${RECORDED}' and value == ARGV[3] then return ${CHANGE_ANSWER.changed} end
if state ~= '${HELD}' or now >= held_until then return ${CHANGE_ANSWER.lost} end
write('${RECORDED}', ARGV[3])
return ${CHANGE_ANSWER.changed}
`);

/** A release that a client sends again finds that it was done: so the record stays until its time is over. */
export const RELEASE_SCRIPT = defineScript(`${BEGIN_LUA}
if owner ~= token then return ${CHANGE_ANSWER.lost} end
if state == '${RELEASED}' then return ${CHANGE_ANSWER.changed} end
local is_in_time = now < held_until or (clock == '${GIVEN_CLOCK}' and not given)
if state ~= '${HELD}' or not is_in_time then return ${CHANGE_ANSWER.lost} end
write('${RELEASED}', '')
return ${CHANGE_ANSWER.changed}
`);
