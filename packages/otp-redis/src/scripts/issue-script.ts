/**
 * Opens or repeats a challenge. All limits of a number are decided here; the other scripts only count.
 * A budget stands in the text of its script, which costs nothing a call; as arguments it would be two dozen.
 */
import { failureMemoryMs, strangersShare } from '@countersign/otp-core/adapter';
import type { NumberBudget, QuotaWindow } from '@countersign/otp-core/spec';
import { defineScript, type Script } from './define-script.ts';
import {
  ANSWER,
  FORMER_ANSWER,
  IN_ORDER_LUA,
  keepExpired,
  MOST_TRIES,
  NOTHING_FOLLOWS,
  PACK_CHALLENGE_LUA,
  readChallenge,
  recordLua,
  remember,
  save,
} from './record-lua.ts';

/** First of a reply. */
export const ISSUE = { issued: 1, duplicate: 2, cooldown: 3, quotaExceeded: 4, locked: 5, notFound: 6 } as const;

/** Called with intent · what a repeat does with the code · client · tries · time to live · purpose · id · key id · salt · how many digests · each with its length before it. */
const CALL_LUA = recordLua(
  'BBBBI4Bc0Bc0Bc0Bc0B',
  'intent',
  'repeated_code',
  'client',
  'max_attempts',
  'ttl_ms',
  'wanted_purpose',
  'wanted_id',
  'new_key_id',
  'new_salt',
  'digest_count',
);

/** How the choices of a call are written. */
export const INTENT = { new: 0, resend: 1, 'reuse-live': 2 } as const;
export const REPEATED_CODE = { same: 0, new: 1 } as const;
export const CLIENT = { stranger: 0, known: 1 } as const;

export function defineIssueScript(budget: NumberBudget): Script {
  const limits = [...budget.sendQuotas.map(sendLimit(budget)), openingLimits(budget)];
  return defineScript([CALL_LUA, FIND_LUA, forgetting(budget), ...limits, REFUSE_LUA, granting(budget)].join(''));
}

/** Tells a challenge: when it was sent last, when it ends, when the next send may be, how long its code is, and its names. */
const describe = (outcome: number, fields: { readonly [name: string]: string }) => `
return { ${outcome}, #${fields.sent} > 0 and get(now, ${fields.sent}, #${fields.sent} - 4) or 0, get(now, ${fields.ends}, 1),
  math.max(is_known and known_until or cooldown_until, #${fields.sent} > 0 and get(now, ${fields.sent}, #${fields.sent} - 4) or 0),
  ${fields.length}, ${fields.id}, ${fields.key_id}, ${fields.salt} }
`;

const OWN = { sent: 'sent', ends: 'ends', length: 'length', id: 'id', key_id: 'key_id', salt: 'salt' };
const REPEATED = {
  sent: 'r_sent',
  ends: 'r_ends',
  length: 'r_length',
  id: 'r_id',
  key_id: 'r_key_id',
  salt: 'r_salt',
};

/** One look at each challenge: was this request served, which one is repeated, what do open ones hold, which are kept. */
const FIND_LUA = `
local is_resend, is_reuse = intent == ${INTENT.resend}, intent == ${INTENT['reuse-live']}
local is_known = client == ${CLIENT.known}
local cooldown_until = raw and get(now, cooldown, 1) or now
local known_until = raw and get(now, known, 1) or now
local is_sent_again = ${FORMER_ANSWER} == ${ANSWER.issued}

local live, unspent, asked_count, kept, kept_count = 0, 0, 0, '', 0
local late_from
local r_from, r_to, r_id, r_key_id, r_salt, r_digest, r_length, r_tries, r_ends, r_sent, r_asked
local place = first
for _ = 1, count do
${readChallenge('place')}
  local has_time = now < get(now, ends, 1)
  if is_resend and id == wanted_id and not has_time then late_from = place end
  local is_served = (request == '' and id or request) == wanted_id
  if is_sent_again and is_served then
${describe(ISSUE.issued, OWN)}
  end
  if has_time and tries > 0 then
    -- This very request was served before, where an idempotency key names it.
    if not is_resend and not is_sent_again and (is_served or id == wanted_id) then
${describe(ISSUE.duplicate, OWN)}
    end
    live, unspent = live + 1, unspent + tries
    -- To be reused is one of the same kind: a deployment that has just swapped who makes the code opens another beside it.
    if purpose == wanted_purpose and (is_resend and id == wanted_id or is_reuse and (length == 0) == (digest_count == 0)) then
      r_from, r_to, r_id, r_key_id, r_salt, r_digest = place, next_place, id, key_id, salt, digest
      r_length, r_tries, r_ends, r_sent, r_asked = length, tries, ends, sent, asked
    end
  end
  asked_count = asked_count + #asked / 5
  -- Ended ones were kept only to tell how they ended until now; one that the provider may still approve stays.
  if id ~= wanted_id and has_time and (tries > 0 or #asked > 0) then
    kept, kept_count = kept .. string.sub(raw, place, next_place - 1), kept_count + 1
  end
  place = next_place
end
${NOTHING_FOLLOWS}
if late_from and not is_sent_again then
${readChallenge('late_from')}${keepExpired('late_from', `{ ${ISSUE.notFound} }`)}end
if is_sent_again or is_resend and not r_from then return { ${ISSUE.notFound} } end

-- Of several refusals the one that lasts longest: who comes back when told must not be refused again.
local refusal, refused_until = nil, -1
if (is_known and known_until or cooldown_until) > now then
  refusal, refused_until = ${ISSUE.cooldown}, is_known and known_until or cooldown_until
end
`;

/**
 * What no limit can count any more: an attacked number's record does not grow with a year of wrong codes. A wrong code
 * that is out of all windows counts for the longer code alone, which looks at the newest few; and of those that the
 * provider was asked about one may yet be taken back.
 */
function forgetting(budget: NumberBudget): string {
  const { sendQuotas, failureQuotas, stepUp } = budget;
  const forStepUp = stepUp?.afterFailures ?? 0;
  const most = Math.max(forStepUp, ...failureQuotas.map(({ max }) => max));
  return `
while #sends > 0 and get(now, sends, 1) <= now - ${longest(sendQuotas)} do sends = string.sub(sends, 6) end
while #failures > 0 do
  local excess = #failures / 5 - asked_count
  local failed_at = get(now, failures, 1)
  if excess <= ${most} and failed_at > now - ${failureMemoryMs(budget)}
    and (excess <= ${forStepUp} or failed_at > now - ${longest(failureQuotas)}) then break end
  failures = string.sub(failures, 6)
end
`;
}

/** Full is a window that still holds the send which is `max` back: lists are in order. */
function sendLimit({ knownClientReserve }: NumberBudget) {
  return ({ max, durationMs }: QuotaWindow) => `
do
  local from = #sends + 1 - 5 * (is_known and ${max} or ${strangersShare(max, knownClientReserve)})
  local free_at = from > 0 and get(now, sends, from) + ${durationMs} or now
  if free_at > now and free_at > refused_until then refusal, refused_until = ${ISSUE.quotaExceeded}, free_at end
end
`;
}

/**
 * What a further challenge has to pass: there is a place for it, and failures leave room for its tries beside those
 * that open challenges have set aside, so that whoever holds one can always use all of them. A repeat's are set aside already.
 */
function openingLimits(budget: NumberBudget): string {
  const share = (max: number) => `(is_known and ${max} or ${strangersShare(max, budget.knownClientReserve)})`;
  return `
local tries_granted = math.min(max_attempts, ${MOST_TRIES})
local is_over = false
if not r_from then
  -- Strangers get all tries or no challenge; a known client whom strangers left little gets what is left.
  local fewest_tries = is_known and 1 or max_attempts
  local room = ${share(budget.maxConsecutiveFailures)} - in_a_row - unspent
  tries_granted = math.min(tries_granted, room)
  is_over = live >= ${share(budget.maxLiveChallenges)} or fewest_tries > room
${budget.failureQuotas
  .map(
    ({ max, durationMs }) => `
  room = ${share(max)} - unspent
  for from = #failures - 4, 1, -5 do
    if get(now, failures, from) <= now - ${durationMs} then break end
    room = room - 1
  end
  tries_granted = math.min(tries_granted, room)
  is_over = is_over or fewest_tries > room
`,
  )
  .join('')}
end

-- When there is as much free as is wanted. Only for who is refused: sorting takes its time.
if is_over then
  local fewest_tries = is_known and 1 or max_attempts
  local function refuse_until_free(outcome, limit, used, uses)
    table.sort(uses, function(one, other) return one[1] < other[1] end)
    local free_at = now
    for place = 1, #uses do
      if used <= limit then break end
      free_at, used = uses[place][1], used - uses[place][2]
    end
    if used > limit then free_at = math.huge end
    if free_at > now and free_at > refused_until then refusal, refused_until = outcome, free_at end
  end

  -- What open challenges hold until they end: a place or their tries.
  local function uses_of_live(of_tries)
    local uses, place = {}, first
    for _ = 1, count do
${readChallenge('place')}
      local ends_at = get(now, ends, 1)
      if tries > 0 and now < ends_at then uses[#uses + 1] = { ends_at, of_tries and tries or 1 } end
      place = next_place
    end
    return uses
  end

  refuse_until_free(${ISSUE.quotaExceeded}, ${share(budget.maxLiveChallenges)}, live + 1, uses_of_live(false))
  local uses = uses_of_live(true)
  -- Failures in a row are not forgotten by waiting.
  uses[#uses + 1] = { math.huge, in_a_row }
  refuse_until_free(${ISSUE.locked}, ${share(budget.maxConsecutiveFailures)}, fewest_tries + in_a_row + unspent, uses)
${budget.failureQuotas
  .map(
    ({ max, durationMs }) => `
  uses = uses_of_live(true)
  local used_${max}_${durationMs} = fewest_tries + unspent
  for from = 1, #failures, 5 do
    local free_at = get(now, failures, from) + ${durationMs}
    if free_at > now then uses[#uses + 1], used_${max}_${durationMs} = { free_at, 1 }, used_${max}_${durationMs} + 1 end
  end
  refuse_until_free(${ISSUE.locked}, ${share(max)}, used_${max}_${durationMs}, uses)
`,
  )
  .join('')}
end
`;
}

const REFUSE_LUA = `
if refusal then return { refusal, refused_until == math.huge and -1 or refused_until } end
`;

/** Counts the send, opens or repeats, and tells it. A challenge that was just opened is told by what its request does not know. */
function granting(budget: NumberBudget): string {
  const { cooldownsMs, sendQuotas, stepUp } = budget;
  const [firstWaitMs = 0, ...laterWaitsMs] = cooldownsMs;
  const shortest = Math.min(...sendQuotas.map(({ durationMs }) => durationMs));
  const memoryMs = failureMemoryMs(budget);
  return `${PACK_CHALLENGE_LUA}${IN_ORDER_LUA}
-- The wait grows with the sends that the shortest window holds.
local wait_ms = ${firstWaitMs}
${laterWaitsMs
  .map(
    (waitMs, index) =>
      `if #sends >= ${5 * (index + 1)} and get(now, sends, #sends - ${5 * index + 4}) > now - ${shortest} then wait_ms = ${waitMs} end`,
  )
  .join('\n')}
local sent_at = not_before_last(now, sends)
local moment = put(sent_at)
sends = sends .. moment
cooldown_until = math.max(cooldown_until, now + wait_ms)
if is_known then known_until = now + wait_ms end
cooldown, known = put(cooldown_until), put(known_until)
local client_cooldown = is_known and known_until or cooldown_until

local challenges, ends_at
if r_from then
  -- Tries and expiry stay as they are: a repeat gives nothing back.
  for _ = 1, repeated_code == ${REPEATED_CODE.new} and digest_count or 0 do
    local length, digest
    length, digest, next_field = struct.unpack('>BBc0', arguments, next_field)
    if length == r_length then
      r_key_id, r_salt, r_digest = new_key_id, new_salt, digest
      break
    end
  end
  r_sent, ends_at = r_sent .. moment, get(now, r_ends, 1)
  challenges = string.sub(raw, first, r_from - 1)
    .. pack_challenge(r_id, wanted_purpose, wanted_id ~= r_id and wanted_id or '', r_key_id, r_salt, r_digest,
      r_length, r_tries, r_ends, r_sent, r_asked)
    .. string.sub(raw, r_to)
else
  r_length, r_digest, ends_at = 0, '', now + ttl_ms
  if digest_count > 0 then r_length, r_digest, next_field = struct.unpack('>BBc0', arguments, next_field) end
  ${
    stepUp === undefined
      ? ''
      : `-- Digests come by length, the usual one first.
  local failed_from = #failures - ${5 * stepUp.afterFailures - 1}
  if digest_count > 1 and failed_from > 0 and get(now, failures, failed_from) > now - ${stepUp.withinMs} then
    r_length, r_digest = struct.unpack('>BBc0', arguments, next_field)
  end`
  }
  challenges = kept .. pack_challenge(wanted_id, wanted_purpose, '', new_key_id, new_salt, r_digest,
    r_length, tries_granted, put(ends_at), moment, '')
  count = kept_count + 1
end

memory = struct.pack('>I2I4', ${Math.floor(memoryMs / 2 ** 32)}, ${memoryMs % 2 ** 32})
forget_at = math.max(forget_at, now + ${longest(sendQuotas)}, client_cooldown, ends_at)
${remember(ANSWER.issued)}
${save('challenges')}
if r_from then
${describe(ISSUE.issued, REPEATED)}
end
return { ${ISSUE.issued}, sent_at, ends_at, math.max(client_cooldown, sent_at), r_length }
`;
}

function longest(windows: readonly QuotaWindow[]): number {
  return windows.reduce((most, { durationMs }) => Math.max(most, durationMs), 0);
}
