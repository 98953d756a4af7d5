// What the page knows: the rows of the data element with names for their columns.

const RELATIONS = ['said', 'warned', 'proposed'];
// The act that each relation tells of by itself.
const PLAIN_ACTS = ['say', 'warn', 'propose'];
const POLARITIES = ['affirmed', 'denied', 'negated', 'hypothetical'];
const KINDS = ['direct', 'mixed', 'indirect'];
const TYPES = ['person', 'state', 'organisation', 'unnamed'];

const data = JSON.parse(document.getElementById('data').textContent);

const documents = data.documents.map(([id, title, date, url, outlet, path]) =>
  ({ id, title, date, url, outlet, path }));

const who = data.who.map(([id, name, type, place, aliases, offices, speaksFor], index) => ({
  index, id, name, type: TYPES[type], x: place[0], y: place[1], aliases,
  offices: offices.map(([title, of, since, until]) => ({ title, of, since, until })),
  speaksFor: speaksFor.map(([whom, titles, since, until]) => ({ whom, titles, since, until })),
  spokenFor: [], said: [], heard: [], named: [],
}));

const statements = data.statements.map(
  ([relation, act, polarity, mode, speakers, addressees, about, reports], index) => {
    const others = (list) => list.filter((entity) => !speakers.includes(entity));
    let targets = others(addressees);
    const addressed = targets.length > 0;
    if (!addressed) targets = others(about);
    return {
      index, relation, act: data.acts[act], polarity, attitude: mode === 1,
      speakers, addressees, about, targets, addressed,
      reports: reports.map(([id, article, kind, sentence, marks, words, when, outlets, sure, line, within]) => ({
        id, article: documents[article], kind, marks, words, outlets, sure, line, within,
        sentence: sentence === null ? '' : data.sentences[sentence],
        when, first: dayOf(when, false), last: dayOf(when, true),
      })),
    };
  });

for (const statement of statements) {
  for (const entity of statement.speakers) who[entity].said.push(statement);
  for (const entity of statement.addressees) who[entity].heard.push(statement);
  for (const entity of statement.about) {
    if (!statement.addressees.includes(entity)) who[entity].named.push(statement);
  }
}
for (const entity of who) {
  for (const spoken of entity.speaksFor) who[spoken.whom].spokenFor.push(entity.index);
  entity.weight = entity.said.length + entity.heard.length + entity.named.length;
}

const statementOf = new Map();
for (const statement of statements) {
  for (const report of statement.reports) statementOf.set(report.id, statement);
}
const whoOf = new Map(who.map((entity) => [entity.id, entity]));

// Days since 1970 of '2021-12-16', or the first or last day of '2021-12'; null for none.
function dayOf(when, last) {
  if (!when) return null;
  const [year, month, day] = when.split('-').map(Number);
  if (day) return Date.UTC(year, month - 1, day) / 864e5;
  return (last ? Date.UTC(year, month, 0) : Date.UTC(year, month - 1, 1)) / 864e5;
}

