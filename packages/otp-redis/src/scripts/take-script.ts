/**
 * Charges one limit if there is room. A duration is cut into 15 slices, and a charge counts until its slice is as old as
 * the duration, from the slice's end: never forgotten early, and at most one slice late. Space and time are constant.
 */
import { defineScript } from './define-script.ts';
import { MOMENT_LUA, NOW_LUA } from './moment-lua.ts';

/** The slice that now is in, and 15 before it, which hold a whole duration wherever in its slice now stands. */
const SLICES = 16;
/** The most a count can hold; more than any maximum, so a key whose merged slices reach it is simply full. */
const FULL = 0xffff_ffff;
/** How long a slice is · how long the latest charge wanted it · latest charge · when all charges that wanted another are over · when all are over; then counts, newest slice first. */
const HEAD = "'>I4I4c5c5c5'";
const HEAD_LENGTH = 23;

/** Called with time · maximum · duration · cost. The reply is 0, or when there is room for this charge if nothing else is charged. */
export const TAKE_SCRIPT = defineScript(`
local key = KEYS[1]
local now_high, now_low, max, duration_high, duration_low, cost = struct.unpack('>I2I4I4I2I4I4', ARGV[1])
${NOW_LUA}${MOMENT_LUA}
local duration = duration_high * 4294967296 + duration_low
local wanted = math.ceil(duration / ${SLICES - 1})

local raw = redis.call('GET', key)
local slice, former_wanted, latest, others_until, kept_until, counts = wanted, wanted, now, now, now, {}
if raw then
  local length = (#raw - ${HEAD_LENGTH}) / 4
  local is_ours, a_slice, a_wanted, a_latest, others, kept
  if length >= 0 and length <= ${SLICES} and length % 1 == 0 then
    is_ours, a_slice, a_wanted, a_latest, others, kept = pcall(struct.unpack, ${HEAD}, raw)
  end
  if not is_ours or a_slice == 0 then
    return redis.error_reply('CORRUPT_RECORD this key holds no record of ours')
  end
  if get(now, kept, 1) > now then
    slice, former_wanted, latest = a_slice, a_wanted, get(now, a_latest, 1)
    others_until, kept_until = get(now, others, 1), get(now, kept, 1)
    for age = 1, length do counts[age] = struct.unpack('>I4', raw, ${HEAD_LENGTH - 3} + 4 * age) end
  end
end

local function save()
  local packed = struct.pack(${HEAD}, slice, former_wanted, put(latest), put(others_until), put(kept_until))
  for age = 1, #counts do packed = packed .. struct.pack('>I4', counts[age]) end
  redis.call('SET', key, packed, 'PX', kept_until - now)
end

-- Where the clock has gone back, whole slices go back with it, as if no time had passed since the latest charge: what was
-- charged while a clock ran ahead limits nobody for longer, and nothing is forgotten. Less than a slice stays as it is.
local back = math.max(math.floor((latest - now) / slice), 0) * slice
if back > 0 then
  latest, others_until, kept_until = latest - back, others_until - back, math.max(kept_until - back, now + 1)
end
local newest = math.floor(latest / slice)
local oldest = math.max(math.floor((now - duration) / slice), newest - ${SLICES - 1})
local room = max - cost
for age = 0, newest - oldest do
  room = room - (counts[age + 1] or 0)
  if room < 0 then
    -- Everything newer fits, so the charge does as soon as this slice is over.
    local retry_at = (newest - age + 1) * slice + duration
    -- What it waits for may have been charged for a shorter duration than the call's.
    if retry_at > kept_until or back > 0 then
      kept_until = math.max(kept_until, retry_at)
      save()
    end
    return retry_at
  end
end

-- The past in slices of another length. What a slice held may be as late as its end, or as the latest charge.
local function cut_again()
  local cut, cut_newest = {}, math.floor(latest / wanted)
  for age = 0, #counts - 1 do
    local slice_of_end = math.ceil((newest - age + 1) * slice / wanted) - 1
    local cut_age = math.max(cut_newest - slice_of_end, 0)
    if cut_age < ${SLICES} then
      for fill = #cut + 1, cut_age + 1 do cut[fill] = 0 end
      cut[cut_age + 1] = math.min(cut[cut_age + 1] + counts[age + 1], ${FULL})
    end
  end
  slice, counts, newest = wanted, cut, cut_newest
end

-- When the clock goes back, what is charged counts from the latest charge.
local at = math.max(now, latest)
-- Longer slices are taken at once, as they must span the longest duration; shorter ones only when all charges that
-- wanted others are over, as fewer of them would forget those.
if former_wanted ~= wanted then former_wanted, others_until = wanted, kept_until end
if wanted > slice or wanted < slice and at >= others_until then cut_again() end

local current = math.floor(at / slice)
local passed = current - newest
if passed > 0 then
  local moved = {}
  for age = 1, math.min(passed, ${SLICES}) do moved[age] = 0 end
  for age = 1, math.min(#counts, ${SLICES} - passed) do moved[age + passed] = counts[age] end
  counts = moved
end
counts[1] = math.min((counts[1] or 0) + cost, ${FULL})
-- Empty slices at the end need no space.
while counts[#counts] == 0 do counts[#counts] = nil end
latest, kept_until = at, math.max(kept_until, (current + 1) * slice + duration)
save()
return 0
`);
