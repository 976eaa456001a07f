/** Forgets what the number has used up. Open challenges keep their spent tries: whoever guesses at one gains nothing. */
import { defineScript } from './define-script.ts';
import { ANSWER, FORMER_ANSWER, recordLua, remember, save } from './record-lua.ts';

export const UNLOCK_SCRIPT = defineScript(`${recordLua('')}
if not raw or ${FORMER_ANSWER} then return ${ANSWER.unlocked} end
sends, failures, in_a_row = '', '', 0
cooldown, known = put(now), put(now)
${remember(ANSWER.unlocked)}
${save('string.sub(raw, first)')}
return ${ANSWER.unlocked}
`);
