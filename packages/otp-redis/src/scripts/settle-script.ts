/**
 * The provider approved a guess that was counted before it was asked: that one count is taken back.
 * Spent tries do not matter; expiry does, as no code outlives it.
 */
import { defineScript } from './define-script.ts';
import {
  ANSWER,
  FORMER_ANSWER,
  keepExpired,
  readChallenge,
  recordLua,
  remember,
  save,
  TAKE_OUT_LUA,
} from './record-lua.ts';

/** Called with purpose · id. */
export const SETTLE_SCRIPT = defineScript(`${recordLua('Bc0Bc0', 'wanted_purpose', 'wanted_id')}${TAKE_OUT_LUA}
if not raw then return ${ANSWER.notFound} end
local former = ${FORMER_ANSWER}
if former then return former end
local place = first
for _ = 1, count do
${readChallenge('place')}
  if id == wanted_id and purpose == wanted_purpose then
    if #asked == 0 then return ${ANSWER.notFound} end
    if now >= get(now, ends, 1) then${keepExpired('place', ANSWER.notFound)}end
    in_a_row, count = 0, count - 1
    failures = take_out(failures, string.sub(asked, -5)) or failures
${remember(ANSWER.accepted)}
${save('string.sub(raw, first, place - 1) .. string.sub(raw, next_place)')}
    return ${ANSWER.accepted}
  end
  place = next_place
end
return ${ANSWER.notFound}
`);
