/** The rules in force, what they struck, and the numbers that always fail. */
import { formatTime } from './dates.js';
import { announce, byId, create, createButton, setText } from './dom.js';
import { inboxApi } from './inbox-api.js';
import { createRuleForm } from './rule-form.js';
import { describeFault, describeScope, describeStrikes } from './rule-words.js';

/**
 * @typedef {import('../page-json.ts').Rule} Rule
 * @typedef {import('../page-json.ts').Strike} Strike
 */

/** As many as somebody reads; the API has more. */
const MAX_STRIKES = 50;

/**
 * @param {(provider: string) => string} titleOf
 * @param {(strike: Strike) => void} onOpen somebody wants to see the message that was struck
 */
export function createRulesPanel(titleOf, onOpen) {
  /** @type {readonly Rule[]} */
  let rules = [];
  /** Newest first. @type {Strike[]} */
  let strikes = [];
  let isDrawn = true;

  /** A burst of strikes is drawn once. */
  function draw() {
    if (!isDrawn) return;
    isDrawn = false;
    setTimeout(() => {
      isDrawn = true;
      drawRules();
      drawStrikes();
    }, 50);
  }

  function drawRules() {
    const count = byId('rule-count');
    count.hidden = rules.length === 0;
    setText(count, String(rules.length));
    count.ariaLabel = `${rules.length} in force`;
    byId('remove-rules').hidden = rules.length === 0;
    const list = byId('rule-list');
    const last = strikes[0];
    list.hidden = rules.length === 0;
    list.replaceChildren(...rules.map((rule) => createRule(rule, last?.ruleId === rule.id)));
  }

  /**
   * @param {Rule} rule
   * @param {boolean} isLast whether it struck last
   */
  function createRule(rule, isLast) {
    const item = create('li', isLast ? 'rule last' : 'rule');
    const about = create('div', 'rule-about');
    about.append(create('strong', '', describeFault(rule.fault)), create('p', 'soft', describeScope(rule, titleOf)));
    const count = create('span', rule.strikes === 0 ? 'delivery' : 'delivery struck', describeStrikes(rule.strikes));
    const button = createButton('quiet', 'Remove', async () => {
      await inboxApi.deleteRule(rule.id);
      await load();
      announce('Rule removed');
    });
    button.setAttribute('aria-label', `Remove ${rule.id}: ${describeFault(rule.fault)}`);
    item.append(create('code', '', rule.id), about, count, button);
    return item;
  }

  function drawStrikes() {
    const items = strikes.map((strike) => {
      const item = create('li');
      const time = create('time', 'soft', formatTime(new Date(strike.at)));
      time.dateTime = strike.at;
      const words = `${describeFault({ type: strike.fault })} · ${titleOf(strike.provider)} · ${strike.call} to ${strike.to}`;
      item.append(time, create('code', '', strike.ruleId), create('span', '', words));
      if (strike.messageId !== null) item.append(createButton('quiet', 'Show', () => onOpen(strike)));
      return item;
    });
    byId('strikes').replaceChildren(...(items.length > 0 ? items : [create('li', 'soft', 'Nothing so far.')]));
  }

  async function load() {
    try {
      const [known, struck] = await Promise.all([inboxApi.readRules(), inboxApi.readStrikes()]);
      rules = known.rules;
      strikes = struck.strikes.slice(0, MAX_STRIKES);
      const rows = known.magicNumbers.map(({ to, about }) => {
        const row = create('div', 'magic-number');
        row.append(create('dt', 'number', to), create('dd', '', about));
        return row;
      });
      byId('magic-numbers').replaceChildren(...rows);
      draw();
    } catch {
      // Offline: the status says so, and the next connection reads anew.
    }
  }

  createRuleForm(async (rule) => {
    const problem = await inboxApi.addRule(rule);
    if (problem !== null) return problem;
    await load();
    announce('Rule added');
    return null;
  });
  byId('remove-rules').addEventListener('click', async () => {
    await inboxApi.deleteRules();
    await load();
    byId('rule-fault').focus();
    announce('All rules removed');
  });

  return {
    load,
    /** @param {readonly Rule[]} next */
    setRules(next) {
      rules = next;
      draw();
    },
    /** @param {Strike} strike */
    addStrike(strike) {
      strikes = [strike, ...strikes].slice(0, MAX_STRIKES);
      rules = rules.map((rule) => (rule.id === strike.ruleId ? { ...rule, strikes: rule.strikes + 1 } : rule));
      draw();
    },
  };
}
