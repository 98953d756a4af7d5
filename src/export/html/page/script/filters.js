// Which statements pass the filters, and the arrows between those who speak and those spoken to.

// The report by which each statement passes, or null.
let passing = statements.map((statement) => statement.reports[0]);
// How many of each relation pass all filters but that of the relations.
let passingOf = [0, 0, 0];
let arrows = [];
// The arrows of each entity.
let arrowsOf = new Map();

const sentenceWords = new Map();
function hasWords(report, words) {
  let known = sentenceWords.get(report);
  if (known === undefined) {
    known = ` ${fold(`${report.sentence} ${report.words ?? ''}`)} `;
    sentenceWords.set(report, known);
  }
  // Beginnings of words, in any order.
  return words.every((word) => known.includes(` ${word}`));
}

function filter({ withPeriod }) {
  const words = fold(state.words).split(' ').filter(Boolean);
  const outlet = state.outlet ? data.outlets.indexOf(state.outlet) : -1;
  const [from, until] = withPeriod ? [state.from, state.until] : [null, null];
  const passes = (report) => state.kinds.has(report.kind)
    && report.sure >= state.sure
    && (outlet < 0 || report.outlets.includes(outlet))
    && (from === null || (report.first !== null && report.last >= from))
    && (until === null || (report.first !== null && report.first <= until))
    && (words.length === 0 || hasWords(report, words));
  return statements.map((statement) => {
    if (!state.polarities.has(statement.polarity)) return null;
    if (state.act && statement.act !== state.act) return null;
    return statement.reports.find(passes) ?? null;
  });
}

const filterKey = () => JSON.stringify([...SETS.map(([, set]) => [...state[set]].sort()),
  state.act, state.outlet, state.words, state.sure, state.from, state.until]);

let filteredBy = null;
// Works the arrows out again if a filter has changed.
function applyFilters() {
  const key = filterKey();
  if (key === filteredBy) return;
  filteredBy = key;
  passing = filter({ withPeriod: true });
  passingOf = [0, 0, 0];
  for (const { index, relation } of statements) {
    if (passing[index]) passingOf[relation] += 1;
    if (!state.relations.has(relation)) passing[index] = null;
  }
  const found = new Map();
  for (const statement of statements) {
    if (!passing[statement.index]) continue;
    for (const from of statement.speakers) {
      for (const to of statement.targets) {
        const place = (from * who.length + to) * 3 + statement.relation;
        let arrow = found.get(place);
        if (!arrow) {
          arrow = { from, to, relation: statement.relation, list: [], addressed: 0, denied: 0, would: 0 };
          found.set(place, arrow);
        }
        arrow.list.push(statement);
        if (statement.addressed) arrow.addressed += 1;
        if (statement.polarity === 1 || statement.polarity === 2) arrow.denied += 1;
        if (statement.polarity === 3) arrow.would += 1;
      }
    }
  }
  arrows = [...found.values()].sort((a, b) => b.list.length - a.list.length || a.from - b.from || a.to - b.to || a.relation - b.relation);
  arrowsOf = new Map();
  for (const arrow of arrows) {
    for (const end of [arrow.from, arrow.to]) {
      if (!arrowsOf.has(end)) arrowsOf.set(end, []);
      arrowsOf.get(end).push(arrow);
    }
  }
}

const passingAll = () => statements.filter((statement) => passing[statement.index]);
const involves = (statement, entity) => statement.speakers.includes(entity) || statement.addressees.includes(entity) || statement.about.includes(entity);

// Whose statements alone the list has; null for everybody's.
const listedOf = () => (state.only ? state.focus : null);

// The statements and the arrows that the list shows.
function statementsListed() {
  const all = passingAll();
  const whose = listedOf();
  return whose === null ? all : all.filter((statement) => involves(statement, whose));
}
const arrowsListed = () => (listedOf() === null ? arrows : arrowsOf.get(listedOf()) ?? []);

// More names than this are no picture.
const ROOM_FOR_ALL = 80;

// What the picture shows: entities, the arrows between them, and how many neighbours are left out.
function sceneOf(room) {
  if (state.view === 'map') {
    const nodes = [...arrowsOf.keys()];
    for (const entity of who) if (!arrowsOf.has(entity.index) && entity.said.some((s) => passing[s.index])) nodes.push(entity.index);
    return { nodes, arrows, left: 0 };
  }
  if (state.focus === null) return { nodes: [], arrows: [], left: 0 };
  const strength = new Map();
  for (const arrow of arrowsOf.get(state.focus) ?? []) {
    const other = arrow.from === state.focus ? arrow.to : arrow.from;
    strength.set(other, (strength.get(other) ?? 0) + arrow.list.length + (arrow.relation ? 0.5 : 0) + (arrow.addressed ? 0.25 : 0));
  }
  const ranked = [...strength.keys()].sort((a, b) => strength.get(b) - strength.get(a) || who[b].weight - who[a].weight || a - b);
  const shown = ranked.slice(0, state.wide ? Math.max(room, ROOM_FOR_ALL) : room);
  // The pair that the card tells of is in the picture.
  const pair = state.said !== null ? pairOf(statements[state.said]) : state.pair;
  const inside = new Set([state.focus, ...(pair ?? []).filter((end) => strength.has(end)), ...shown]);
  const mine = [];
  const between = [];
  for (const entity of inside) {
    for (const arrow of arrowsOf.get(entity) ?? []) {
      if (arrow.from !== entity || !inside.has(arrow.to)) continue;
      (arrow.from === state.focus || arrow.to === state.focus ? mine : between).push(arrow);
    }
  }
  // What the neighbours told each other is background: the heaviest of it, that it stays one.
  between.sort((a, b) => b.list.length - a.list.length || b.addressed - a.addressed || a.from - b.from || a.to - b.to);
  const enough = Math.max(6, Math.round(shown.length * 0.8));
  return { nodes: [...inside], arrows: [...mine, ...between.slice(0, enough)], left: ranked.length + 1 - inside.size };
}

const pairOf = (statement) => (statement.speakers.length && statement.targets.length
  ? [statement.speakers[0], statement.targets[0]] : null);

// The controls.

function optionList(select, all, first, totals) {
  select.append(make('option', { value: '', text: first }));
  const sorted = [...all].sort((a, b) => totals.get(b) - totals.get(a) || a.localeCompare(b));
  for (const name of sorted) select.append(make('option', { value: name, text: `${name} (${number.format(totals.get(name))})` }));
}

function tally(keysOf) {
  const totals = new Map();
  for (const statement of statements) {
    for (const key of new Set(keysOf(statement))) totals.set(key, (totals.get(key) ?? 0) + 1);
  }
  return totals;
}

function makeFilters() {
  const boxes = (className, name, all, told) => {
    const field = document.querySelector(`#filters .${className}`);
    all.forEach((word, i) => {
      field.append(make('label', { class: `${name} ${word}` },
        make('input', { type: 'checkbox', name, value: i, onchange: readFilters }),
        make('span', { text: told[i] }), make('small', {})));
    });
  };
  boxes('relations', 'relation', RELATIONS, RELATIONS);
  boxes('polarities', 'polarity', POLARITIES, POLARITY_NAMES);
  boxes('kinds', 'kind', KINDS, KIND_NAMES);
  optionList(at('act'), data.acts, 'any', tally((s) => [s.act]));
  optionList(at('outlet'), data.outlets, 'any', tally((s) => s.reports.flatMap((r) => r.outlets.map((o) => data.outlets[o]))));
  at('outlet').disabled = data.outlets.length === 0;
  for (const id of ['act', 'outlet', 'words', 'sure']) at(id).addEventListener('input', readFilters);
  at('filters').addEventListener('submit', (event) => event.preventDefault());
  at('clear').addEventListener('click', () => {
    clearFilters();
    show({ page: 0 });
    at('more').querySelector('summary').focus();
  });
}

function readFilters() {
  const changes = { act: at('act').value, outlet: at('outlet').value, words: at('words').value.trim(), sure: Number(at('sure').value) };
  for (const [name, set] of SETS) {
    const boxes = [...document.querySelectorAll(`#filters input[name=${name}]`)];
    changes[set] = new Set(boxes.filter((box) => box.checked).map((box) => Number(box.value)));
  }
  show(changes);
}

// Sets the controls to the state, with the number of statements that each choice has.
function showFilters() {
  for (const [name, set] of SETS) {
    for (const box of document.querySelectorAll(`#filters input[name=${name}]`)) {
      const i = Number(box.value);
      box.checked = state[set].has(i);
      if (name === 'relation') box.parentElement.querySelector('small').textContent = number.format(passingOf[i]);
    }
  }
  at('act').value = state.act;
  at('outlet').value = state.outlet;
  if (document.activeElement !== at('words')) at('words').value = state.words;
  at('sure').value = state.sure;
  at('sure-told').textContent = `${state.sure} %`;
  const set = [state.act, state.outlet, state.words, state.sure > 0, state.polarities.size < 4, state.kinds.size < 3].filter(Boolean).length;
  at('active').textContent = set ? `Filters (${set} set)` : 'Filters';
  at('clear').hidden = !isFiltered();
}

