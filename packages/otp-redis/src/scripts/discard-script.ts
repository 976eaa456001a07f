/**
 * Takes back a send that certainly never left, or a challenge that its holder gave up. The cooldown stays: whoever
 * makes a provider refuse must not be able to try faster. Done twice it does nothing, so calls need no memory here.
 */
import { defineScript } from './define-script.ts';
import { NO_MOMENT } from './moment-lua.ts';
import { ANSWER, PACK_CHALLENGE_LUA, readChallenge, recordLua, save, TAKE_OUT_LUA } from './record-lua.ts';

/** Called with id · moment of the refused send, or none to close the challenge. */
export const DISCARD_SCRIPT =
  defineScript(`${recordLua('Bc0I2I4', 'wanted_id', 'sent_high', 'sent_low')}${TAKE_OUT_LUA}${PACK_CHALLENGE_LUA}
if not raw then return ${ANSWER.notFound} end
local place = first
for _ = 1, count do
${readChallenge('place')}
  if id == wanted_id then
    local kept = ''
    local refused_at = sent_high * 4294967296 + sent_low
    if refused_at ~= ${NO_MOMENT} then
      local sent_at = put(refused_at - back)
      sent = take_out(sent, sent_at)
      if not sent then return ${ANSWER.notFound} end
      sends = take_out(sends, sent_at) or sends
      kept = #sent > 0
        and pack_challenge(id, purpose, request, key_id, salt, digest, length, tries, ends, sent, asked) or ''
    end
    if kept == '' then count = count - 1 end
${save('string.sub(raw, first, place - 1) .. kept .. string.sub(raw, next_place)')}
    return ${ANSWER.accepted}
  end
  place = next_place
end
return ${ANSWER.notFound}
`);
