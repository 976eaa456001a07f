/** Calls a hook as an auth platform does, and shows each call as it ends. */
import { announce, byId, create, setText } from './dom.js';
import {
  describeCount,
  describeDuration,
  describeVerdict,
  PLATFORM_DETAILS,
  PLATFORM_TITLES,
  REPEATS,
  readHookFields,
} from './hook-words.js';
import { inboxApi } from './inbox-api.js';

/**
 * @typedef {import('../page-json.ts').HookAttempt} HookAttempt
 * @typedef {import('../page-json.ts').HookLine} HookLine
 */

/** What the hook app of the repository starts with where nothing is set. */
const DEMO = { authorization: 'Bearer countersign-demo', mapping: 'to=to,code=code' };

/** @param {(number: string) => void} onShow somebody wants to see what came */
export function createHooksPanel(onShow) {
  const form = byId('hook-form', HTMLFormElement);
  const platforms = byId('hook-platform', HTMLSelectElement);
  const button = byId('call-hook', HTMLButtonElement);
  const show = byId('show-hook-messages', HTMLButtonElement);
  /** @type {HookAttempt[]} */
  let attempts = [];
  let number = '';

  for (const [name, title] of Object.entries(PLATFORM_TITLES)) platforms.append(new Option(title, name));
  const repeats = form.elements.namedItem('repeat');
  if (repeats instanceof HTMLSelectElement) {
    for (const [name, title] of Object.entries(REPEATS)) repeats.append(new Option(title, name));
  }
  for (const [name, value] of Object.entries(DEMO)) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement) field.value = value;
  }

  function showDetails() {
    const wanted = PLATFORM_DETAILS[platforms.value] ?? [];
    for (const label of form.querySelectorAll('[data-detail]')) {
      if (label instanceof HTMLElement) label.hidden = !wanted.includes(label.dataset.detail ?? '');
    }
  }

  /** @param {HookLine} line */
  function add(line) {
    if (line.type === 'attempt') {
      attempts.push(line);
      byId('hook-attempts').append(createAttempt(line));
      announce(`Call ${line.attempt}: ${describeVerdict(line.verdict)}`);
      return;
    }
    const verdicts = attempts.map(({ verdict }) => verdict);
    setText(byId('hook-count'), `Messages sent: ${line.messages}`);
    byId('hook-count').dataset.state = line.messages > 1 ? 'bad' : line.messages === 1 ? 'good' : 'none';
    setText(byId('hook-hint'), describeCount(line.messages, verdicts));
    number = line.to;
    show.hidden = line.messages === 0;
  }

  platforms.addEventListener('change', showDetails);
  show.addEventListener('click', () => onShow(number));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    button.disabled = true;
    attempts = [];
    byId('hook-attempts').replaceChildren();
    setText(byId('hook-problem'), '');
    setText(byId('hook-count'), 'Calling');
    byId('hook-count').dataset.state = 'none';
    setText(byId('hook-hint'), '');
    show.hidden = true;
    byId('hook-result').hidden = false;
    const fields = new Map([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    const problem = await inboxApi.callHook(readHookFields(fields), add);
    button.disabled = false;
    if (problem === null) return;
    byId('hook-result').hidden = true;
    setText(byId('hook-problem'), problem);
  });
  showDetails();
}

/** @param {HookAttempt} attempt */
function createAttempt({ attempt, verdict, status, durationMs, message, body }) {
  const item = create('li');
  const facts = [status === null ? 'no status' : `HTTP ${status}`, describeDuration(durationMs)].join(' · ');
  const verdictText = create('span', 'verdict', describeVerdict(verdict));
  verdictText.dataset.verdict = verdict;
  item.append(create('span', 'number', String(attempt)), verdictText, create('span', 'soft', facts));
  if (message !== null) item.append(create('p', 'told', message));
  else if (body !== '') item.append(create('code', 'told', body));
  return item;
}
