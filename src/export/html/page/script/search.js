// The search: names by any of their spellings, and the words of sentences.

let known = null;
function knownNames() {
  known ??= who.map((entity) => ({
    entity, spellings: [entity.name, ...entity.aliases].map((told) => ({ told, folded: fold(told) })),
  }));
  return known;
}

const MATCHES = 8;

// Further suggestions, each made of the text typed: those of the service, where the page has one.
const offers = [];

// How many have a name, and what tells those of one name apart: office, principal or type.
const namesOf = new Map();
for (const { name } of who) namesOf.set(name, (namesOf.get(name) ?? 0) + 1);
function hintOf(entity) {
  const [office] = entity.offices;
  if (office) return [office.title, office.of].filter(Boolean).join(', ');
  const [spoken] = entity.speaksFor;
  return [TYPE_NAMES[entity.type].toLowerCase(), spoken ? who[spoken.whom].name : ''].filter(Boolean).join(', ');
}

// How well a spelling meets the words typed: the lower the better, null for not at all.
function match(folded, words) {
  const whole = words.join(' ');
  if (folded === whole) return 0;
  if (folded.startsWith(whole)) return 1;
  const padded = ` ${folded}`;
  return words.every((word) => padded.includes(` ${word}`)) ? 2 : null;
}

function suggestionsFor(text) {
  const words = fold(text).split(' ').filter(Boolean);
  if (words.length === 0) return [];
  const found = [];
  for (const { entity, spellings } of knownNames()) {
    let best = null;
    spellings.forEach(({ told, folded }, i) => {
      const how = match(folded, words);
      if (how !== null && (!best || how * 2 + (i > 0) < best.how)) best = { how: how * 2 + (i > 0), told };
    });
    if (best) found.push({ entity, ...best });
  }
  for (const one of found) one.hint = namesOf.get(one.entity.name) > 1 ? hintOf(one.entity) : '';
  found.sort((a, b) => a.how - b.how || b.entity.weight - a.entity.weight || a.entity.index - b.entity.index);
  return found.slice(0, MATCHES);
}

function makeSearch() {
  const input = at('search');
  const list = at('suggestions');
  let options = [];
  let active = -1;
  const close = () => {
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
    active = -1;
  };
  const mark = (i) => {
    active = i;
    options.forEach(({ element }, n) => element.setAttribute('aria-selected', String(n === i)));
    if (i >= 0) {
      input.setAttribute('aria-activedescendant', options[i].element.id);
      options[i].element.scrollIntoView({ block: 'nearest' });
    } else input.removeAttribute('aria-activedescendant');
  };
  const take = (i) => {
    const { run } = options[i];
    close();
    input.value = '';
    run();
  };
  const update = () => {
    const text = input.value.trim();
    options = suggestionsFor(text).map(({ entity, told, hint }) => ({
      run: () => visit(entity.index),
      content: [make('span', { class: `swatch ${entity.type}` }), make('span', { class: 'called', text: entity.name }),
        told === entity.name ? '' : make('small', { text: told }), hint ? make('small', { class: 'hint', text: hint }) : '', make('small', { class: 'n', text: number.format(entity.weight) })],
    }));
    if (text) {
      const words = fold(text).split(' ').filter(Boolean);
      const n = words.length ? statements.filter((s) => s.reports.some((r) => hasWords(r, words))).length : 0;
      if (n) {
        options.push({
          run: () => show({ ...ALL_STATEMENTS, words: text, pair: null, said: null }, true),
          content: [make('span', { class: 'called', text: `Sentences with “${text}”` }), make('small', { class: 'n', text: number.format(n) })],
        });
      }
    }
    for (const offer of offers) options = offer(text, options);
    list.replaceChildren(...options.map((option, i) => {
      option.element = make('li', { role: 'option', id: `suggestion-${i}`, 'aria-selected': 'false', onpointerdown: (event) => event.preventDefault(), onclick: () => take(i) }, option.content);
      return option.element;
    }), ...(text && options.length === 0 ? [make('li', { class: 'none', text: 'No such name or word' })] : []));
    list.hidden = !text;
    input.setAttribute('aria-expanded', String(Boolean(text)));
    mark(-1);
    if (text) announce(options.length ? count(options.length, 'suggestion') : 'No such name or word');
  };
  input.addEventListener('input', update);
  input.addEventListener('focus', () => input.value.trim() && update());
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      close();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (options.length === 0) return;
      event.preventDefault();
      const by = event.key === 'ArrowDown' ? 1 : -1;
      mark(active < 0 && by < 0 ? options.length - 1 : (active + by + options.length) % options.length);
    } else if (event.key === 'Enter' && !list.hidden && options.length) {
      event.preventDefault();
      take(Math.max(active, 0));
    }
  });
}

