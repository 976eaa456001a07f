/** A dialog to find one's country in: by name, by code, by `+49`. The search field moves through the list. */
const element = (id) => document.getElementById(id);

const dialog = element('country-dialog');
const search = element('country-search');
const list = element('country-list');

let options = [];
let active = 0;
let choose = () => {};

search.addEventListener('input', () => filter());
search.addEventListener('keydown', (event) => {
  const visible = shown();
  const move = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
  if (move !== undefined) {
    event.preventDefault();
    activate(Math.min(Math.max(active + move, 0), visible.length - 1));
  } else if (event.key === 'Enter') {
    event.preventDefault();
    if (visible[active] !== undefined) pick(visible[active].dataset.iso);
  }
});
list.addEventListener('click', ({ target }) => {
  const option = target.closest('[role=option]');
  if (option !== null) pick(option.dataset.iso);
});
dialog.addEventListener('click', ({ target }) => {
  if (target === dialog) dialog.close();
});

/**
 * @param countries `{ iso, code, name, englishName }`, in the order to show them
 * @param current the `iso` that is chosen
 * @param noneText what to say when nothing is found
 */
export function openCountryPicker({ countries, current, noneText, onChoose }) {
  choose = onChoose;
  dialog.dataset.none = noneText;
  list.replaceChildren(...countries.map((country) => optionOf(country, country.iso === current)));
  options = [...list.children];
  search.value = '';
  dialog.showModal();
  filter();
  activate(
    Math.max(
      0,
      shown().findIndex(({ ariaSelected }) => ariaSelected === 'true'),
    ),
  );
}

function optionOf({ iso, code, name, englishName }, isCurrent) {
  const option = document.createElement('div');
  option.id = `country-${iso}`;
  option.role = 'option';
  option.ariaSelected = String(isCurrent);
  option.dataset.iso = iso;
  option.dataset.search = `${fold(name)} ${fold(englishName)} ${iso.toLowerCase()} ${code} ${code.slice(1)}`;
  const [label, number] = ['span', 'bdi'].map((name) => document.createElement(name));
  label.textContent = name;
  number.textContent = code;
  number.dir = 'ltr';
  option.append(label, ' ', number);
  return option;
}

function filter() {
  const words = fold(search.value)
    .split(/\s+/)
    .filter((word) => word !== '');
  for (const option of options) {
    const parts = option.dataset.search.split(' ');
    option.hidden = !words.every((word) => parts.some((part) => part.startsWith(word)));
  }
  element('country-none').textContent = shown().length === 0 ? dialog.dataset.none : '';
  activate(0);
}

function shown() {
  return options.filter((option) => !option.hidden);
}

function activate(index) {
  for (const option of options) option.classList.remove('active');
  active = index;
  const option = shown()[index];
  if (option === undefined) return search.removeAttribute('aria-activedescendant');
  option.classList.add('active');
  search.setAttribute('aria-activedescendant', option.id);
  option.scrollIntoView({ block: 'nearest' });
}

function pick(iso) {
  dialog.close();
  choose(iso);
}

/** As people type: without accents, in small letters. */
function fold(text) {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}
