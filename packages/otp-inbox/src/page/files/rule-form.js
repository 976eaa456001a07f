/** The form for a rule: shows what can be set of the chosen fault, and makes a rule of what was typed. */
import { byId, create, setText } from './dom.js';
import { FAULT_DETAILS, FAULT_GROUPS } from './rule-words.js';

/** @typedef {import('../page-json.ts').NewRule} NewRule */

const NUMBERS = ['retryAfterSeconds', 'status', 'delaySeconds', 'seconds', 'nth', 'percent', 'seed', 'times'];

/**
 * A rule of what a form holds; what was left empty is left out. What makes no sense is for the inbox to refuse.
 * @param {ReadonlyMap<string, string>} fields
 * @returns {Record<string, unknown>}
 */
export function readRuleFields(fields) {
  const type = fields.get('type') ?? '';
  /** @param {string} name @returns {Record<string, unknown>} */
  const read = (name) => {
    const value = (fields.get(name) ?? '').trim();
    if (value === '') return {};
    return { [name]: NUMBERS.includes(name) ? Number(value) : value };
  };
  const details = (FAULT_DETAILS[type] ?? []).map(read);
  const scope = ['provider', 'call', 'to', 'nth', 'percent', 'seed', 'times'].map(read);
  return Object.assign({ fault: Object.assign({ type }, ...details) }, ...scope);
}

/** @param {(rule: NewRule) => Promise<string | null>} onAdd resolves with what is wrong */
export function createRuleForm(onAdd) {
  const form = byId('rule-form', HTMLFormElement);
  const faults = byId('rule-fault', HTMLSelectElement);
  for (const [title, labels] of FAULT_GROUPS) {
    const group = create('optgroup');
    group.label = title;
    for (const [type, label] of Object.entries(labels)) group.append(new Option(label, type));
    faults.append(group);
  }

  function showDetails() {
    const wanted = FAULT_DETAILS[faults.value] ?? [];
    for (const label of form.querySelectorAll('[data-detail]')) {
      if (label instanceof HTMLElement) label.hidden = !wanted.includes(label.dataset.detail ?? '');
    }
  }

  faults.addEventListener('change', showDetails);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const fields = new Map([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    const problem = await onAdd(/** @type {NewRule} */ (/** @type {unknown} */ (readRuleFields(fields))));
    setText(byId('rule-problem'), problem ?? '');
    if (problem !== null) return;
    form.reset();
    showDetails();
    faults.focus();
  });
  showDetails();
}
