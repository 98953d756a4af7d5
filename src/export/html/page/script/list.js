// The list: the same arrows as the picture, as a table to read, hear and print, or the statements.

const ROWS = 200;

function showList() {
  const list = at('list');
  list.hidden = !state.list;
  if (!state.list) return;
  const shown = statementsShown();
  // Where nobody speaks to or of another there are statements alone.
  const each = state.each || (scene.arrows.length === 0 && shown.length > 0);
  const tabs = make('div', { class: 'tabs', role: 'group', 'aria-label': 'List contents' }, [
    [false, 'Pairs', scene.arrows.length], [true, 'Statements', shown.length],
  ].map(([is, told, n]) => make('button', {
    type: 'button', 'aria-pressed': String(is === each), 'data-each': String(is),
    onclick: () => {
      show({ each: is }, true);
      document.querySelector(`[data-each=${is}]`)?.focus();
    },
  }, told, make('small', { text: ` ${number.format(n)}` }))));
  if (each) {
    list.replaceChildren(tabs, ...entries(ordered(shown), { speaker: true }));
    return;
  }
  const rows = [...scene.arrows].sort((a, b) => b.list.length - a.list.length || a.from - b.from || a.to - b.to || a.relation - b.relation);
  const body = make('tbody', {});
  const more = make('button', { type: 'button', class: 'plain more' });
  let next = 0;
  const add = () => {
    body.append(...rows.slice(next, next + ROWS).map(row));
    next += ROWS;
    more.hidden = next >= rows.length;
    more.textContent = `Show ${Math.min(ROWS, rows.length - next)} more of ${number.format(rows.length - next)}`;
  };
  more.addEventListener('click', add);
  add();
  const lone = scene.nodes.filter((index) => !arrowsOf.has(index)).slice(0, ROWS);
  list.replaceChildren(tabs,
    make('table', {}, make('caption', { class: 'unseen', text: at('caption').textContent }),
      make('thead', {}, make('tr', {}, ['Speaker', 'Relation', 'To or about', 'Count', 'Last'].map((name) => make('th', { scope: 'col', text: name })))),
      body),
    more,
    lone.length ? make('p', { class: 'lone' }, 'Named nobody else: ', names(lone)) : '');
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

