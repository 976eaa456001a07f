/** The time, and how moments are written, in Lua: what all scripts begin with. */

/** Written where no moment is meant: the server's own clock decides, so that processes with wrong clocks agree. */
export const NO_MOMENT = 0xffff_ffff_ffff;

/** After it, `now` is the time: of the call (`now_high`, `now_low`), or the server's. */
export const NOW_LUA = `
local now = now_high * 4294967296 + now_low
if now == ${NO_MOMENT} then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
`;

/**
 * A moment is five bytes: its milliseconds modulo 2^40; meant is the one nearest to now, 17 years either way. In two
 * parts, as a server of 32 bits cannot pack more than four bytes at once.
 */
export const MOMENT_LUA = `
local function put(at)
  at = at % 1099511627776
  local low = at % 4294967296
  return struct.pack('>BI4', (at - low) / 4294967296, low)
end

local function get(now, moments, from)
  local high, low = struct.unpack('>BI4', moments, from)
  local age = (now - high * 4294967296 - low) % 1099511627776
  if age >= 549755813888 then age = age - 1099511627776 end
  return now - age
end
`;
