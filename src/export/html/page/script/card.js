// The card beside the picture: an entity, the words between two, or one statement.

const PER_STEP = 20;
const PARTNERS = 4;
// Which of an entity's statements its card lists.
let listed = 'said';

function showCard() {
  const card = at('card');
  const content = state.said !== null ? statementCard(statements[state.said])
    : state.pair ? pairCard(...state.pair)
      : state.focus !== null ? entityCard(who[state.focus]) : [make('p', { text: 'There are no statements.' })];
  const key = JSON.stringify([state.said, state.pair, state.focus]);
  const isNew = card.dataset.shows !== key;
  card.dataset.shows = key;
  card.replaceChildren(
    make('button', { type: 'button', class: 'to-list plain', text: '↑ Back to the list', onclick: () => scrollTo({ top: cameFrom }) }),
    ...content.filter(Boolean));
  if (isNew) card.scrollTop = 0;
}

// On a narrow screen the card lies beneath the picture, or beneath the list: both are brought into sight.
const narrow = matchMedia('(max-width:899px)');
let cameFrom = 0;
function openCard() {
  if (!narrow.matches) return;
  cameFrom = scrollY;
  at(state.list ? 'card' : 'caption').scrollIntoView({ block: 'start', behavior: still.matches ? 'auto' : 'smooth' });
}
function closeCard() {
  if (state.pair || state.said !== null) show({ pair: null, said: null }, true);
}

function back() {
  return state.focus === null ? null : make('p', { class: 'back' }, make('button', {
    type: 'button', class: 'plain', text: `‹ ${who[state.focus].name}`, onclick: () => show({ pair: null, said: null }, true),
  }));
}

function entityCard(entity) {
  const parts = [
    make('p', { class: `kicker ${entity.type}`, text: TYPE_NAMES[entity.type] }),
    make('h2', { text: entity.name }),
  ];
  if (entity.offices.length) {
    parts.push(make('ul', { class: 'offices' }, entity.offices.map((office) => make('li', {},
      [office.title, office.of].filter(Boolean).join(', '),
      office.since ? make('small', { text: ` ${spanTold(office.since, office.until)}` }) : null))));
  }
  const facts = make('dl', { class: 'facts' });
  const fact = (name, ...value) => facts.append(make('dt', { text: name }), make('dd', {}, ...value));
  if (entity.speaksFor.length) {
    fact('Speaks for', entity.speaksFor.flatMap((spoken, i) => [i ? ', ' : null, nameButton(spoken.whom),
      spoken.since ? make('small', { text: ` ${spanTold(spoken.since, spoken.until)}` }) : null]));
  }
  if (entity.spokenFor.length) {
    const voices = [...entity.spokenFor].sort((a, b) => who[b].said.length - who[a].said.length);
    fact('Spoken for by', names(voices.slice(0, 8)), voices.length > 8 ? ` and ${count(voices.length - 8, 'other')}` : null);
  }
  // Capitals and accents make no other name.
  const told = new Set([fold(entity.name)]);
  const aliases = entity.aliases.filter((name) => !told.has(fold(name)) && told.add(fold(name)));
  if (aliases.length) fact('Also called', aliases.slice(0, 12).join(', '));
  if (facts.children.length) parts.push(facts);
  parts.push(partners(entity, true), partners(entity, false));
  if (state.view === 'map') {
    parts.push(make('p', {}, make('button', { type: 'button', class: 'plain', text: 'Show neighbours', onclick: () => show({ view: 'near' }, true) })));
  }
  parts.push(...statementsOf(entity));
  return parts;
}

// Whom somebody speaks to or of, or who speaks to or of them: a bar for each, parted by relation.
function partners(entity, outward) {
  const rows = new Map();
  for (const arrow of arrowsOf.get(entity.index) ?? []) {
    if ((outward ? arrow.from : arrow.to) !== entity.index) continue;
    const other = outward ? arrow.to : arrow.from;
    if (!rows.has(other)) rows.set(other, [0, 0, 0]);
    rows.get(other)[arrow.relation] += arrow.list.length;
  }
  if (rows.size === 0) return null;
  const total = (row) => row[0] + row[1] + row[2];
  const sorted = [...rows].sort((a, b) => total(b[1]) - total(a[1]) || a[0] - b[0]);
  const most = total(sorted[0][1]);
  const list = make('ul', { class: 'partners' });
  const add = ([other, row]) => list.append(make('li', {}, make('button', {
    type: 'button', onclick: () => (outward ? visitPair(entity.index, other) : visitPair(other, entity.index)),
  }, make('span', { class: 'who', text: who[other].name }),
  make('span', { class: 'bar', 'aria-hidden': true }, row.map((n, relation) => {
    if (n === 0) return null;
    const piece = make('i', { class: RELATIONS[relation] });
    piece.style.width = `${(n / most) * 100}%`;
    return piece;
  })),
  make('span', { class: 'n', text: number.format(total(row)) }),
  make('span', { class: 'unseen', text: row.map((n, i) => (n ? `, ${n} ${RELATIONS[i]}` : '')).join('') }))));
  sorted.slice(0, PARTNERS).forEach(add);
  const rest = sorted.slice(PARTNERS);
  const more = rest.length ? make('button', { type: 'button', class: 'plain', text: `and ${count(rest.length, 'other')}` }) : null;
  more?.addEventListener('click', () => {
    rest.forEach(add);
    more.remove();
  });
  return make('section', {}, make('h3', { text: outward ? 'Speaks to and about' : 'Addressed and mentioned by' }), list, more);
}

function statementsOf(entity) {
  const officials = () => entity.spokenFor.flatMap((voice) => who[voice].said);
  const kinds = [['said', 'Said', entity.said], ['heard', 'Addressed', entity.heard], ['named', 'Mentioned', entity.named],
    ['voices', 'On its behalf', [...new Set(officials())]]];
  const found = kinds.map(([key, told, all]) => [key, told, ordered(all.filter((s) => passing[s.index]))]).filter(([, , list]) => list.length);
  if (found.length === 0) return othersThan(entity);
  const [key, told, list] = found.find(([name]) => name === listed) ?? found[0];
  const tabs = make('div', { class: 'tabs', role: 'group', 'aria-label': 'Statements' }, found.map(([name, label, of]) => make('button', {
    type: 'button', 'aria-pressed': String(name === key), 'data-list': name,
    onclick: () => {
      listed = name;
      showCard();
      document.querySelector(`[data-list=${name}]`)?.focus();
    },
  }, label, make('small', { text: ` ${number.format(of.length)}` }))));
  return [make('h3', { class: 'unseen', text: `Statements: ${told}` }), tabs, ...entries(list, { speaker: key !== 'said' })];
}

// What passes the filters when nothing of somebody's does.
function othersThan(entity) {
  const others = passingAll();
  if (!isFiltered()) return [make('p', { class: 'empty', text: 'No statements.' })];
  if (others.length === 0) return [make('p', { class: 'empty', text: 'No statements pass the filters.' })];
  const line = make('p', { class: 'empty' }, `Nothing by, to or about ${entity.name} passes the filters. `);
  if (state.list) return [line];
  line.append(make('button', {
    type: 'button', class: 'plain', text: `Show ${count(others.length, 'other statement')}`,
    onclick: () => show(ALL_STATEMENTS, true),
  }));
  return [line, ...entries(ordered(others), { speaker: true })];
}

// Newest last; undated ones at the end.
function ordered(list) {
  const day = (statement) => (passing[statement.index] ?? statement.reports[0]).first ?? Infinity;
  return [...list].sort((a, b) => day(a) - day(b) || a.index - b.index);
}

function entries(list, options) {
  const shown = make('div', { class: 'entries' });
  const more = make('button', { type: 'button', class: 'plain more' });
  let next = 0;
  const add = () => {
    shown.append(...list.slice(next, next + PER_STEP).map((statement) => entry(statement, options)));
    next += PER_STEP;
    more.hidden = next >= list.length;
    more.textContent = `Show ${Math.min(PER_STEP, list.length - next)} more of ${number.format(list.length - next)}`;
  };
  more.addEventListener('click', add);
  add();
  return [shown, more];
}

function pairCard(from, to) {
  const between = (a, b) => ordered(statements.filter((s) => passing[s.index] && s.speakers.includes(a) && s.targets.includes(b)));
  const [there, again] = [between(from, to), between(to, from)];
  const parts = [back(), make('p', { class: 'kicker', text: 'Between two entities' }),
    make('h2', {}, nameButton(from), make('span', { class: 'to', text: ' → ' }), nameButton(to))];
  parts.push(make('p', { class: 'sum', text: there.length ? sumOf(there) : 'None of these statements pass the filters.' }));
  parts.push(...entries(there, { open: true }));
  if (again.length) {
    parts.push(make('h3', {}, 'In the other direction'), make('p', {}, make('button', {
      type: 'button', class: 'plain', text: `${who[to].name} → ${who[from].name}: ${sumOf(again)}`, onclick: () => visitPair(to, from),
    })));
  }
  return parts;
}

function sumOf(list) {
  const counted = RELATIONS.map((name, i) => [list.filter((s) => s.relation === i).length, name]).filter(([n]) => n);
  return counted.map(([n, name]) => `${n} ${name}`).join(' · ');
}

function statementCard(statement) {
  const speakers = statement.speakers.length ? names(statement.speakers) : ['Unnamed speaker'];
  return [back(), make('p', { class: 'kicker', text: 'One statement' }), make('h2', {}, speakers), ...entries([statement], { open: true })];
}

// One statement: when, what was done and to whom, the sentence, and where it stands.
function entry(statement, { speaker = false, open = false } = {}) {
  const report = passing[statement.index] ?? statement.reports[0];
  const relation = RELATIONS[statement.relation];
  const line = make('p', { class: 'line' }, make('time', { datetime: report.when, text: whenTold(report.when) }),
    make('strong', { class: `tag ${relation}`, text: relation }),
    statement.act !== PLAIN_ACTS[statement.relation] && statement.act !== 'say' ? make('span', { class: 'act', text: statement.act }) : null,
    statement.polarity ? make('span', { class: 'polarity', text: POLARITY_NAMES[statement.polarity] }) : null,
    statement.attitude ? make('span', { class: 'polarity', text: 'thought' }) : null);
  const parties = [];
  if (speaker && statement.speakers.length) parties.push(...names(statement.speakers));
  if (statement.addressees.length) parties.push(' to ', ...names(statement.addressees));
  else if (speaker && statement.about.length) parties.push(' about ', ...names(statement.about));
  const link = addressOf(report);
  const cite = make('p', { class: 'cite' },
    link ? make('a', { href: link, target: '_blank', rel: 'noopener noreferrer', text: articleTold(report) }) : make('cite', { text: articleTold(report) }),
    statement.reports.length > 1 ? ` and ${count(statement.reports.length - 1, 'other article')}` : null);
  return make('article', { class: `statement ${relation}`, 'data-statement': report.id }, line,
    parties.length ? make('p', { class: 'parties' }, parties) : null,
    sentenceOf(report, statement.relation), cite, details(statement, report, open));
}

function details(statement, report, open) {
  const list = make('dl', { class: 'facts' });
  const fact = (name, ...value) => list.append(make('dt', { text: name }), make('dd', {}, ...value));
  fact('Speaker', statement.speakers.length ? names(statement.speakers) : 'not named');
  if (statement.addressees.length) fact('To', names(statement.addressees));
  if (statement.about.length) fact('About', names(statement.about));
  fact('When', whenTold(report.when));
  fact('Act', statement.polarity ? `${statement.act}, ${POLARITY_NAMES[statement.polarity]}` : statement.act);
  fact('Quoted', KIND_NAMES[report.kind]);
  const outlets = report.outlets.map((outlet) => data.outlets[outlet]).join(', ');
  for (const other of [report, ...statement.reports.filter((r) => r !== report)]) {
    const link = addressOf(other);
    const told = other.article.title ? [make('cite', { text: other.article.title }), ' '] : [];
    fact(other === report ? 'Article' : 'Also in', ...told,
      make('code', { text: placeTold(other) }),
      other.article.date ? `, ${whenTold(other.article.date, shortFormat)}` : '',
      link ? [' ', make('a', { href: link, target: '_blank', rel: 'noopener noreferrer', text: 'Read the article' })] : null);
  }
  if (outlets) fact('Outlet', outlets);
  const outer = report.within === null ? null : statements[report.within];
  if (outer) fact('Part of', make('button', { type: 'button', class: 'plain', text: `what ${outer.speakers.map((s) => who[s].name).join(', ') || 'someone'} said`, onclick: () => show({ said: outer.index }, true) }));
  fact('Confidence', `${report.sure} %`);
  fact('Id', make('button', { type: 'button', class: 'plain', title: 'Link to this statement', onclick: () => show({ said: statement.index }, true) }, make('code', { text: report.id })));
  return make('details', { open }, make('summary', { text: 'Details' }), list);
}

