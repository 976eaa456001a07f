/**
 * What every script about a number begins with, in Lua: the time, how moments are written, how the record is read and
 * written, and what keeps a command that a client sends again from counting again.
 *
 * ARGV[1] is the call: its name, the time, and what the script wants to know. A script writes once, as its last step: an
 * error in between, a full server for example, leaves everything as it was. Only a clock that was set back is followed before.
 *
 * The record is one string of fields of fixed order. Read and written by `struct` it takes a third of the time of
 * `cmsgpack`, and half the bytes; and there is nothing in it that could be nested or endless. The scripts have few
 * functions that see few variables of their surroundings, as Lua makes all of them anew at each call.
 */
import { CALL_NAME_LENGTH } from '../record/call-writer.ts';
import { MOMENT_LUA, NOW_LUA } from './moment-lua.ts';

/** So many latest calls are known again: more than can count at once by the standard policy, three challenges of five tries and their sends. */
const CALLS_KEPT = 20;
/** Of a burst all are known; what comes so much later makes room. A client that was away for longer finds its calls as long as nobody else called. */
const CALLS_KEPT_MS = 10_000;
/** No record is longer; what is longer is not ours, and is not even looked into. */
const LONGEST_RECORD = 65_536;
/**
 * No key lives for less, even where its record is over sooner: the server's clock ends the key, and the time of a call may be
 * another clock's. A record that is over counts as none.
 */
const SHORTEST_LIFE_MS = 1_000;

/** Answers that fit one byte behind a call's name. None is a character of a name, so a name is found only where one begins. */
export const ANSWER = { notFound: 0, expired: 1, exhausted: 2, accepted: 3, issued: 4, unlocked: 5 } as const;
/** With the tries left added, 0 to 63. */
export const MISMATCH = 128;
export const DELEGATED = 192;
/** A challenge has no more tries, so that those left fit behind `MISMATCH`. */
export const MOST_TRIES = 64;

const RECORD_VERSION = 1;
/**
 * Version · when the latest call was answered, when to forget all, when strangers and known clients may send again ·
 * how long failures count · failures in a row · sends · failures · latest calls with their answers · the challenge
 * consumed by number · how many challenges follow.
 */
const HEAD = "'>Bc5c5c5c5c6I2I2c0I2c0Bc0Bc0B'";
/** Id · purpose · request, empty: as the id · key id · salt · digest · code length, 0: the provider's · tries · end · sends · guesses the provider was asked about. */
const CHALLENGE = "'>Bc0Bc0Bc0Bc0Bc0Bc0BBc5I2c0I2c0'";

const CORRUPT = "return redis.error_reply('CORRUPT_RECORD this key holds no record of ours')";

/** The challenge that begins at a place. */
export const readChallenge = (place: string) => `
    local is_ours, id, purpose, request, key_id, salt, digest, length, tries, ends, sent, asked, next_place =
      pcall(struct.unpack, ${CHALLENGE}, raw, ${place})
    if not is_ours or #sent % 5 ~= 0 or #asked % 5 ~= 0 then
      ${CORRUPT}
    end
`;

/** After the last challenge, at `place`. */
export const NOTHING_FOLLOWS = `if raw and place ~= #raw + 1 then ${CORRUPT} end`;

/** The bytes of a challenge whose moments are these. */
const packChallenge = (ends: string, sent: string, asked: string) =>
  `struct.pack(${CHALLENGE}, #id, id, #purpose, purpose, #request, request, #key_id, key_id, #salt, salt,
    #digest, digest, length, tries, ${ends}, #sent, ${sent}, #asked, ${asked})`;

export const PACK_CHALLENGE_LUA = `
local function pack_challenge(id, purpose, request, key_id, salt, digest, length, tries, ends, sent, asked)
  return ${packChallenge('ends', 'sent', 'asked')}
end
`;

/**
 * What was seen expired stays so, whatever the clock says later: it ends with the latest call, and a clock that goes back
 * takes both with it. Written once, by whoever sees it first.
 */
export const keepExpired = (place: string, answer: string | number) => `
if get(now, ends, 1) > called_at then
${save(`string.sub(raw, first, ${place} - 1) .. ${packChallenge('put(called_at)', 'sent', 'asked')} .. string.sub(raw, next_place)`)}
end
return ${answer}
`;

/** The only step that writes. `challenges` are their bytes. */
export const save = (challenges: string) => `
local packed = struct.pack(${HEAD}, ${RECORD_VERSION}, put(called_at), put(forget_at), cooldown, known,
  memory, in_a_row, #sends, sends, #failures, failures, #calls, calls, #consumed, consumed, count) .. ${challenges}
if #packed > ${LONGEST_RECORD} then return redis.error_reply('RECORD_TOO_LONG nothing was written') end
redis.call('SET', key, packed, 'PX', math.max(forget_at - now, ${SHORTEST_LIFE_MS}))
`;

/**
 * Where the clock has gone back, all moments go back with it: for the number no time has passed since its latest call. So
 * what was counted while a clock ran ahead counts no longer than it would have, and nothing is forgotten. Written at once,
 * also by who is refused afterwards: who waits must not wait anew at each call. `back` is by how much.
 */
const FOLLOW_CLOCK_LUA = `
local back = 0
if raw and called_at > now then
  back = called_at - now
  local function moved(moments)
    local all = ''
    for from = 1, #moments, 5 do all = all .. put(get(called_at, moments, from) - back) end
    return all
  end
  local challenges, place = '', first
  for _ = 1, count do
${readChallenge('place')}
    challenges = challenges .. ${packChallenge('moved(ends)', 'moved(sent)', 'moved(asked)')}
    place = next_place
  end
${NOTHING_FOLLOWS}
  cooldown, known, sends, failures = moved(cooldown), moved(known), moved(sends), moved(failures)
  called_at, forget_at = now, math.max(now + 1, forget_at - back)
${save('challenges')}
  raw, first = challenges, 1
end
`;

/** `format` and `fields` are what the script is called with; `next_field` is where that ends. */
export const recordLua = (format: string, ...fields: readonly string[]) => `
local key, arguments = KEYS[1], ARGV[1]
local ${['call', 'now_high', 'now_low', ...fields, 'next_field'].join(', ')} =
  struct.unpack('>c${CALL_NAME_LENGTH}I2I4${format}', arguments)
${NOW_LUA}${MOMENT_LUA}
local raw = redis.call('GET', key)
-- Moments that not every script needs stay as they are written.
local called_at, forget_at, cooldown, known, memory = now, now, '', '', ''
local in_a_row, sends, failures, calls, consumed, count, first = 0, '', '', '', '', 0, 1

if raw then
  local is_ours, version, called, forget
  if #raw <= ${LONGEST_RECORD} then
    is_ours, version, called, forget, cooldown, known, memory, in_a_row, sends, failures, calls, consumed, count, first =
      pcall(struct.unpack, ${HEAD}, raw)
  end
  -- What was written by somebody else is no record: a guess at it might reset a counter.
  if not is_ours or version ~= ${RECORD_VERSION} or #sends % 5 ~= 0 or #failures % 5 ~= 0 or #calls % ${CALL_NAME_LENGTH + 1} ~= 0 then
    ${CORRUPT}
  end
  called_at, forget_at = get(now, called, 1), get(now, forget, 1)
  if forget_at <= now then
    raw, called_at, forget_at = false, now, now
    in_a_row, sends, failures, calls, consumed, count, first = 0, '', '', '', '', 0, 1
  end
end
${FOLLOW_CLOCK_LUA}`;

/** Where a client has sent this very call again, its former answer. */
export const FORMER_ANSWER = `string.byte(calls, (string.find(calls, call, 1, true) or #calls + 1) + ${CALL_NAME_LENGTH})`;

/** Keeps the answer for the case that a client sends this call again. */
export const remember = (answer: string | number) => `
if now - called_at > ${CALLS_KEPT_MS} then calls, consumed = '', '' end
calls = string.sub(calls, -${(CALLS_KEPT - 1) * (CALL_NAME_LENGTH + 1)}) .. call .. string.char(${answer})
called_at = now
`;

/** Lists are in order even when the clock goes back (another server after a failover): what is added is not before the last. */
export const IN_ORDER_LUA = `
local function not_before_last(now, moments)
  return #moments > 0 and math.max(now, get(now, moments, #moments - 4)) or now
end
`;

/** Takes the latest of equal moments out of a list; nil where there is none. */
export const TAKE_OUT_LUA = `
local function take_out(moments, moment)
  for from = #moments - 4, 1, -5 do
    if string.sub(moments, from, from + 4) == moment then
      return string.sub(moments, 1, from - 1) .. string.sub(moments, from + 5)
    end
  end
end
`;
