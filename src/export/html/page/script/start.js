// The whole page: what it says of itself, its views, its theme, and the first drawing.

function announce(text) {
  at('status').textContent = text;
}

function caption() {
  const n = scene.nodes.length;
  if (state.list) {
    const whose = listedOf() === null ? '' : `${who[listedOf()].name}: `;
    const [total, told] = state.each ? [statementsListed().length, 'statement'] : [arrowsListed().length, 'pair'];
    return `${whose}${count(total, told)}${isFiltered() ? ` that ${total === 1 ? 'passes' : 'pass'} the filters` : ''}`;
  }
  if (state.view === 'map') return `${count(n, 'name')}, ${count(scene.arrows.length, 'arrow')}`;
  if (state.focus === null) return '';
  const others = n - 1;
  if (others) return `${who[state.focus].name} and ${count(others, 'other')}`;
  const own = passingAll().some((statement) => involves(statement, state.focus));
  return `${who[state.focus].name}: ${own || !isFiltered() ? 'nobody else named' : 'nothing passes the filters'}`;
}

function render() {
  applyFilters();
  document.body.classList.toggle('listing', state.list);
  at('picture').hidden = state.list;
  at('key').hidden = state.list;
  showFilters();
  showPicture();
  const told = caption();
  at('caption').replaceChildren(told, scene.left && !state.list
    ? make('button', { type: 'button', class: 'plain', text: `${count(scene.left, 'more', 'more')}${state.wide ? ' in the list' : ''}`, onclick: () => show(state.wide ? { list: true, each: false, only: true, page: 0 } : { wide: true }, state.wide) }) : '');
  const n = passing.filter(Boolean).length;
  // Nobody is drawn, though there is something to read.
  if (!state.list && scene.arrows.length === 0 && n) {
    at('caption').append(make('button', { type: 'button', class: 'plain', text: `Read ${count(n, 'statement')}`, onclick: () => show(ALL_STATEMENTS, true) }));
  }
  if (state.view === 'near' && state.wide && !state.list) at('caption').append(make('button', { type: 'button', class: 'plain', text: 'fewer', onclick: () => show({ wide: false }) }));
  showList();
  showPeriod();
  showCard();
  for (const [id, pressed] of [['near', state.view === 'near' && !state.list], ['map', state.view === 'map' && !state.list], ['list-view', state.list]]) {
    at(id).setAttribute('aria-pressed', String(pressed));
  }
  const words = state.pair && state.said === null ? ` The card shows what ${who[state.pair[0]].name} said to and about ${who[state.pair[1]].name}.` : '';
  announce(`${told}. ${count(n, 'statement')}${isFiltered() ? ` ${n === 1 ? 'passes' : 'pass'} the filters` : ''}.${words}`);
}

function deck() {
  const speakers = new Set(statements.flatMap((s) => s.speakers)).size;
  const parts = [count(statements.length, 'statement'), 'by', count(speakers, 'speaker'), 'in', count(documents.length, 'article')];
  const span = hasPeriod ? `${dayTold(firstDay)} to ${dayTold(lastDay)}` : days.length ? dayTold(firstDay) : '';
  at('deck').append(make('b', { text: data.name }), ` · ${parts.join(' ')}${span ? ` · ${span}` : ''}`);
  const [names_, statements_] = data.chosen;
  const cut = statements_ > statements.length
    ? `This page has ${count(statements.length, 'statement')} of ${number.format(statements_)}: those of the busiest of ${number.format(names_)} entities. The graph file has all of them. ` : '';
  at('colophon').textContent = `${cut}All quotations are verbatim, found in the articles by dixit. The colours (Okabe and Ito) can be told apart with colour-blindness.`;
}

function key() {
  const item = (className, text) => make('span', { class: `key ${className}` }, make('i', {}), text);
  at('key').append(...TYPES.map((type) => item(`type ${type}`, TYPE_NAMES[type].toLowerCase())),
    item('stroke pale', 'about, not to'), item('stroke would', 'hypothetical'), item('stroke denied', 'denied'));
}

function theme() {
  const button = at('theme');
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (document.documentElement.dataset.theme ?? (dark.matches ? 'dark' : 'light')) === 'dark';
  const told = () => {
    button.textContent = isDark() ? 'Light' : 'Dark';
    button.setAttribute('aria-label', isDark() ? 'Use light colours' : 'Use dark colours');
    readColours();
    paint();
  };
  button.addEventListener('click', () => {
    document.documentElement.dataset.theme = isDark() ? 'light' : 'dark';
    told();
  });
  dark.addEventListener('change', told);
  told();
}

// Paper is light, whatever the screen is; the style says so, the canvas must be told.
function printing() {
  const again = () => {
    readColours();
    paint();
  };
  matchMedia('print').addEventListener('change', again);
  addEventListener('afterprint', again);
}

addEventListener('popstate', () => {
  readAddress();
  render();
});
// The filters lie over the picture until something else is pressed.
addEventListener('pointerdown', (event) => {
  if (!at('more').contains(event.target)) at('more').open = false;
});
addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && at('more').open) {
    at('more').open = false;
    at('more').querySelector('summary').focus();
    return;
  }
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (event.key === '/' && !typing) {
    event.preventDefault();
    at('search').focus();
  } else if (event.key === 'Escape' && !typing) closeCard();
  else if (state.view === 'map' && !state.list && !typing && (event.key === '+' || event.key === '-')) zoom(event.key === '+' ? 1.4 : 1 / 1.4);
});
at('near').addEventListener('click', () => show({ view: 'near', list: false }, true));
at('map').addEventListener('click', () => show({ view: 'map', list: false }, true));
at('list-view').addEventListener('click', () => show(ALL_STATEMENTS, true));

readAddress();
deck();
key();
makeFilters();
makePeriod();
makeSearch();
makePicture();
printing();
render();
theme();
if (state.pair || state.said !== null) openCard();
