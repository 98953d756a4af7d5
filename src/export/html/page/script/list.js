// The list: all statements, or who speaks to and about whom, as a table to read, hear and print; of everybody
// or of one. It is shown in pages, so that a list of any length is there at once.

const PER_PAGE = 100;

function showList() {
  const list = at('list');
  list.hidden = !state.list;
  if (!state.list) return;
  const [said, pairs] = [statementsListed(), arrowsListed()];
  const total = state.each ? said.length : pairs.length;
  const pages = Math.max(1, Math.ceil(total / PER_PAGE));
  state.page = Math.min(state.page, pages - 1);
  const bar = make('div', { class: 'bar' }, listTabs(said.length, pairs.length), whoseTabs());
  // The same list stays as it is and where it is, so that whoever reads it does not lose their place.
  const key = JSON.stringify([listKey(), state.page]);
  if (list.dataset.shows === key) {
    list.firstElementChild.replaceWith(bar);
    return;
  }
  list.dataset.shows = key;
  const [from, until] = [state.page * PER_PAGE, Math.min(total, (state.page + 1) * PER_PAGE)];
  const body = state.each
    ? ordered(said).slice(from, until).map((statement) => entry(statement, { speaker: true }))
    : [table(pairs.slice(from, until))];
  const lone = state.each || state.only || state.page < pages - 1 ? [] : namedNobody();
  const turns = () => pager(pages, from, until, total);
  list.replaceChildren(bar, turns(), ...body, turns(),
    total ? '' : make('p', { class: 'empty', text: isFiltered() ? 'No statements pass the filters.' : 'No statements.' }),
    lone.length ? make('p', { class: 'lone' }, 'Named nobody else: ', names(lone.slice(0, PER_PAGE)), lone.length > PER_PAGE ? ` and ${count(lone.length - PER_PAGE, 'other')}` : '') : '');
  list.scrollTop = 0;
}

// Buttons of which one is pressed; whoever presses one by keyboard goes on from there.
function choice(label, name, choices) {
  return make('div', { class: 'tabs', role: 'group', 'aria-label': label }, choices.map(({ value, told, n, pressed, changes }) => make('button', {
    type: 'button', 'aria-pressed': String(pressed), [`data-${name}`]: value,
    onclick: () => {
      show(changes, true);
      document.querySelector(`#list [data-${name}=${value}]`)?.focus();
    },
  }, told, n === undefined ? '' : make('small', { text: ` ${number.format(n)}` }))));
}

const listTabs = (said, pairs) => choice('List contents', 'each', [
  { value: 'true', told: 'Statements', n: said, pressed: state.each, changes: { each: true } },
  { value: 'false', told: 'Who to whom', n: pairs, pressed: !state.each, changes: { each: false } },
]);

const whoseTabs = () => (state.focus === null ? '' : choice('Whose', 'only', [
  { value: 'false', told: 'Everybody', pressed: !state.only, changes: { only: false } },
  { value: 'true', told: `Only ${who[state.focus].name}`, pressed: state.only, changes: { only: true } },
]));

function pager(pages, from, until, total) {
  if (pages < 2) return '';
  const turn = (told, name, page) => make('button', {
    type: 'button', class: 'plain', text: told, 'data-page': name, disabled: page < 0 || page >= pages || page === state.page,
    onclick: () => {
      show({ page }, true);
      if (narrow.matches) at('caption').scrollIntoView({ block: 'start' });
      at('list').querySelector(`[data-page=${name}]:enabled`)?.focus({ preventScroll: true });
    },
  });
  return make('nav', { class: 'pager', 'aria-label': 'Pages of the list' },
    turn('First', 'first', 0), turn('Previous', 'previous', state.page - 1),
    make('span', { text: `${number.format(from + 1)}–${number.format(until)} of ${number.format(total)}` }),
    turn('Next', 'next', state.page + 1), turn('Last', 'last', pages - 1));
}

// Those who speak to and about nobody else.
const namedNobody = () => who.filter(({ index, said }) => !arrowsOf.has(index) && said.some((s) => passing[s.index])).map(({ index }) => index);

function table(rows) {
  return make('table', {}, make('caption', { class: 'unseen', text: at('caption').textContent }),
    make('thead', {}, make('tr', {}, ['Speaker', 'Relation', 'To or about', 'Count', 'Last'].map((name) => make('th', { scope: 'col', text: name })))),
    make('tbody', {}, rows.map(row)));
}

function row(arrow) {
  const last = arrow.list.reduce((latest, statement) => {
    const { when } = passing[statement.index];
    return when && (!latest || when > latest) ? when : latest;
  }, null);
  const n = arrow.list.length;
  return make('tr', { class: RELATIONS[arrow.relation] },
    make('th', { scope: 'row' }, nameButton(arrow.from)),
    make('td', {}, make('span', { class: `tag ${RELATIONS[arrow.relation]}`, text: RELATIONS[arrow.relation] }),
      arrow.addressed ? '' : ' about', arrow.denied === n ? ' (denied)' : '', arrow.would === n ? ' (hypothetical)' : ''),
    make('td', {}, nameButton(arrow.to)),
    make('td', {}, make('button', { type: 'button', class: 'plain', 'data-arrow': arrowTold(arrow.from, arrow.relation, arrow.to, arrow.addressed > 0), onclick: () => visitPair(arrow.from, arrow.to) }, number.format(n), make('span', { class: 'unit', text: n === 1 ? ' statement' : ' statements' }))),
    make('td', { text: last ? whenTold(last, shortFormat) : '' }));
}

