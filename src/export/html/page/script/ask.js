// Questions in plain English, which the service answers that the page came from.

// Control codes and bidirectional formatting characters, which the page shows as U+FFFD.
const UNRULY = /[\p{Cc}\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/gu;
const tamed = (key, value) => (typeof value === 'string' ? value.replace(UNRULY, '\ufffd') : value);

// The answer to an earlier question must not replace that to a later one.
let asked = 0;

at('search').placeholder = 'Find a name or words, or ask';

offers.push((text, options) => {
  if (text.split(/\s+/).length < 2 && !text.endsWith('?')) return options;
  const offer = { run: () => ask(text), content: [make('span', { class: 'called', text: `Ask: ${text}` })] };
  return text.endsWith('?') ? [offer, ...options] : [...options, offer];
});

async function ask(question) {
  asked += 1;
  const own = asked;
  showAnswer(question, [make('p', { class: 'empty', text: 'Asking …' })]);
  let reply;
  try {
    const response = await fetch(`ask?${new URLSearchParams({ q: question })}`);
    reply = JSON.parse(await response.text(), tamed);
  } catch {
    reply = { error: 'The service does not answer. Is it still running?' };
  }
  if (own !== asked) return;
  showAnswer(question, reply.error ? refusal(reply) : answer(reply));
  announce(reply.error ?? count(reply.statements.length, 'statement'));
  at('card').focus({ preventScroll: true });
}

// In the card, until something else is shown.
function showAnswer(question, content) {
  const card = at('card');
  card.dataset.shows = 'answer';
  card.replaceChildren(
    make('button', { type: 'button', class: 'close plain', 'aria-label': 'Close', text: '×', onclick: closeCard }),
    make('p', { class: 'back' }, make('button', { type: 'button', class: 'plain', text: '‹ Back', onclick: () => { showCard(); closeCard(); } })),
    make('p', { class: 'kicker', text: 'Question' }), make('h2', { text: question }), ...content);
  card.scrollTop = 0;
  openCard();
}

function refusal({ error, nearest }) {
  const parts = [make('p', { class: 'refusal', text: error })];
  if (nearest) {
    parts.push(make('p', {}, 'The nearest question: ',
      make('button', { type: 'button', class: 'plain', text: nearest, onclick: () => ask(nearest) })));
  }
  return parts;
}

function answer({ understood, notes, answers, statements: found }) {
  const parts = [make('p', { class: 'sum', text: `understood as ${understood}` }), ...notes.map((text) => make('p', { class: 'sum', text }))];
  if (found.length === 0) return [...parts, make('p', { class: 'empty', text: 'The articles do not have it.' })];
  const named = answers.map(({ name, id, statements: of }) => {
    const known = whoOf.get(id);
    const told = known ? nameButton(known.index) : make('strong', { text: name });
    return make('li', {}, told, make('small', { text: ` ${number.format(of.length)}` }));
  });
  parts.push(make('ul', { class: 'answers' }, named));
  const all = new Set(answers.flatMap(({ statements: of }) => of)).size;
  if (all > found.length) parts.push(make('p', { class: 'sum', text: `The first ${found.length} of ${number.format(all)} statements:` }));
  parts.push(make('div', { class: 'entries' }, found.map((hit) => {
    const known = statementOf.get(hit.id);
    return known ? entry(known, { speaker: true }) : foreign(hit);
  })));
  return parts;
}

// A statement that the page does not have, of a graph too large for one page.
function foreign(hit) {
  const { place } = hit;
  const called = (list) => list.map(({ name }) => name).join(', ');
  const speakers = called([hit.speaker, ...hit.joint_speakers].filter(Boolean)) || 'Unnamed speaker';
  const targets = hit.addressees.length ? ` to ${called(hit.addressees)}` : hit.about.length ? ` about ${called(hit.about)}` : '';
  const where = `${place.path ?? place.document}${place.line ? `:${place.line}` : ''}`;
  return make('article', { class: `statement ${hit.relation}`, 'data-statement': hit.id },
    make('p', { class: 'line' }, make('time', { datetime: hit.date, text: whenTold(hit.date) }), make('strong', { class: `tag ${hit.relation}`, text: hit.relation })),
    make('p', { class: 'parties', text: `${speakers}${targets}` }),
    make('blockquote', { class: hit.relation, text: hit.sentence ?? hit.content.text }),
    make('p', { class: 'cite' }, make('cite', { text: place.title ?? place.document }), ' ', make('code', { text: where })));
}
