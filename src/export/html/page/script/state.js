// What the page shows, kept in its address so that a link shows the same to everybody.

const state = {
  view: 'near', // 'near' or 'map'
  list: false,
  each: true, // the list has statements, not pairs
  only: false, // the list has those of the focus, not all
  page: 0, // which page of the list is shown
  focus: data.open, // the entity that the picture is about
  pair: null, // [speaker, target] whose words the card shows
  said: null, // the statement that the card shows
  wide: false, // draw all neighbours
  relations: new Set([0, 1, 2]),
  polarities: new Set([0, 1, 2, 3]),
  kinds: new Set([0, 1, 2]),
  act: '', outlet: '', words: '', sure: 0, from: null, until: null,
};

const SETS = [['relation', 'relations', RELATIONS], ['polarity', 'polarities', POLARITIES], ['kind', 'kinds', KINDS]];

function isFiltered() {
  return SETS.some(([, set, all]) => state[set].size < all.length) || Boolean(state.act || state.outlet || state.words)
    || state.sure > 0 || state.from !== null || state.until !== null;
}

function clearFilters() {
  for (const [, set, all] of SETS) state[set] = new Set(all.keys());
  Object.assign(state, { act: '', outlet: '', words: '', sure: 0, from: null, until: null });
}

function address() {
  const parts = new URLSearchParams();
  if (state.focus !== null) parts.set('who', who[state.focus].id);
  if (state.said !== null) parts.set('said', statements[state.said].reports[0].id);
  else if (state.pair) {
    parts.set('from', who[state.pair[0]].id);
    parts.set('to', who[state.pair[1]].id);
  }
  if (state.view === 'map') parts.set('view', 'map');
  if (state.list) {
    parts.set('as', state.each ? 'statements' : 'pairs');
    if (state.only) parts.set('only', '1');
    if (state.page > 0) parts.set('page', state.page + 1);
  }
  if (state.wide) parts.set('all', '1');
  for (const [name, set, all] of SETS) {
    if (state[set].size < all.length) parts.set(name, [...state[set]].sort().map((i) => all[i]).join('.'));
  }
  for (const name of ['act', 'outlet', 'words']) if (state[name]) parts.set(name, state[name]);
  if (state.sure > 0) parts.set('sure', state.sure);
  if (state.from !== null) parts.set('since', isoDay(state.from));
  if (state.until !== null) parts.set('until', isoDay(state.until));
  return `#${parts}`;
}

// Reads the address; what it does not name, or names wrongly, is as at first.
function readAddress() {
  const parts = new URLSearchParams(location.hash.slice(1));
  const entity = (name) => whoOf.get(parts.get(name))?.index ?? null;
  clearFilters();
  state.focus = entity('who') ?? data.open;
  state.said = statementOf.get(parts.get('said'))?.index ?? null;
  const [from, to] = [entity('from'), entity('to')];
  state.pair = from !== null && to !== null ? [from, to] : null;
  state.view = parts.get('view') === 'map' ? 'map' : 'near';
  // 'list' is what addresses of older pages have.
  state.list = ['pairs', 'list', 'statements'].includes(parts.get('as'));
  state.each = !['pairs', 'list'].includes(parts.get('as'));
  state.only = parts.get('only') === '1';
  state.page = Math.max(0, Math.floor(Number(parts.get('page')) || 1) - 1);
  state.wide = parts.get('all') === '1';
  for (const [name, set, all] of SETS) {
    if (!parts.has(name)) continue;
    state[set] = new Set(parts.get(name).split('.').map((word) => all.indexOf(word)).filter((i) => i >= 0));
  }
  if (data.acts.includes(parts.get('act'))) state.act = parts.get('act');
  if (data.outlets.includes(parts.get('outlet'))) state.outlet = parts.get('outlet');
  state.words = parts.get('words') ?? '';
  state.sure = Math.min(100, Math.max(0, Number(parts.get('sure')) || 0));
  const day = (name) => (/^\d{4}-\d\d-\d\d$/.test(parts.get(name)) ? dayOf(parts.get(name)) : null);
  state.from = day('since');
  state.until = day('until');
}

// The list of all statements, from its first page.
const ALL_STATEMENTS = { list: true, each: true, only: false, page: 0 };

// What the list depends on, but for its page.
const listKey = () => JSON.stringify([state.each, state.only ? state.focus : null, filterKey()]);

// Changes what is shown. A step forward can be taken back with the browser's button; a filter that
// is being set replaces the last step.
function show(changes, isStep = false) {
  // A list of other statements starts at its first page.
  const before = listKey();
  Object.assign(state, changes);
  if (listKey() !== before) state.page = 0;
  const next = address();
  if (next !== location.hash) history[isStep ? 'pushState' : 'replaceState'](null, '', next);
  render();
}

// The neighbourhood or, on the map, the card of somebody.
function visit(entity) {
  show({ focus: entity, pair: null, said: null, wide: false }, true);
  openCard();
}

function visitPair(from, to) {
  show({ pair: [from, to], said: null }, true);
  openCard();
  // Whoever reads by keyboard goes on with the words.
  at('card').focus({ preventScroll: true });
}

