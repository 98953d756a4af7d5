// Words of the page and the elements that hold them. Whatever an article says becomes text, never markup.

function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === 'text') element.textContent = value;
    else if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ''));
  return element;
}

const at = (id) => document.getElementById(id);

// Without case and accents, as the program compares names.
const PLAIN = { ø: 'o', ł: 'l', đ: 'd', ı: 'i', ß: 'ss' };
function fold(text) {
  return text.normalize('NFKD').replace(/\p{M}|[.'’‘ʼ\u00ad]/gu, '').toLowerCase()
    .replace(/[øłđıß]/g, (letter) => PLAIN[letter]).replace(/[^\p{L}\p{N}&]+/gu, ' ').trim();
}

const number = new Intl.NumberFormat('en-GB');
const count = (n, one, many) => `${number.format(n)} ${n === 1 ? one : many ?? `${one}s`}`;

const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const shortFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const monthFormat = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });

const dayTold = (day, format = dayFormat) => format.format(new Date(day * 864e5));
const isoDay = (day) => new Date(day * 864e5).toISOString().slice(0, 10);
function whenTold(when, format = dayFormat) {
  if (!when) return 'undated';
  return when.length > 7 ? dayTold(dayOf(when), format) : monthFormat.format(new Date(dayOf(when) * 864e5));
}
function spanTold(since, until) {
  if (!since) return '';
  return since === until ? whenTold(since, shortFormat) : `${whenTold(since, shortFormat)} – ${whenTold(until, shortFormat)}`;
}

const TYPE_NAMES = { person: 'Person', state: 'State', organisation: 'Organisation', unnamed: 'Unnamed speakers' };
const POLARITY_NAMES = ['affirmed', 'denied', 'not said', 'hypothetical'];
const KIND_NAMES = ['all', 'some', 'none'];
const PREPOSITIONS = ['to', '', 'to'];

// "Ryabkov warned NATO", "Ryabkov said about NATO".
function arrowTold(from, relation, to, addressed) {
  const preposition = addressed ? PREPOSITIONS[relation] : 'about';
  return [who[from].name, RELATIONS[relation], preposition, who[to].name].filter(Boolean).join(' ');
}

// A name to press.
function nameButton(entity, extra = '') {
  return make('button', {
    type: 'button', class: `name ${who[entity].type} ${extra}`, text: who[entity].name,
    onclick: () => visit(entity),
  });
}

function names(list) {
  return list.flatMap((entity, i) => [i === 0 ? null : i === list.length - 1 ? ' and ' : ', ', nameButton(entity)]);
}

// The words that say it: the marked content, else what the report kept.
function contentOf(report) {
  if (report.words !== null) return report.words;
  const pieces = [];
  for (let i = 0; i < report.marks.length; i += 3) {
    if (report.marks[i] === 2) pieces.push(report.sentence.slice(report.marks[i + 1], report.marks[i + 2]));
  }
  return pieces.join(' … ');
}

const PARTS = ['source', 'cue', 'content'];

// The sentence with its source, cue and content marked.
function sentenceOf(report, relation) {
  const quote = make('blockquote', { class: RELATIONS[relation] });
  if (report.words !== null) {
    quote.append(make('mark', { class: 'content', text: report.words }));
    if (report.sentence && !report.sentence.includes(report.words)) {
      quote.append(make('span', { class: 'around', text: ` (${report.sentence})` }));
    }
    return quote;
  }
  let end = 0;
  for (let i = 0; i < report.marks.length; i += 3) {
    const [part, from, to] = report.marks.slice(i, i + 3);
    quote.append(report.sentence.slice(end, from));
    quote.append(make('mark', { class: PARTS[part], text: report.sentence.slice(from, to) }));
    end = to;
  }
  quote.append(report.sentence.slice(end));
  return quote;
}

// The article's address with a text fragment, so that a browser scrolls to the words.
function addressOf(report) {
  const { url } = report.article;
  if (!url) return null;
  const words = contentOf(report).split(' … ')[0].split(/\s+/).filter(Boolean);
  if (words.length === 0) return url;
  const encode = (list) => encodeURIComponent(list.join(' ')).replace(/-/g, '%2D');
  const text = words.length > 9 ? `${encode(words.slice(0, 4))},${encode(words.slice(-4))}` : encode(words);
  return `${url}${url.includes('#') ? '' : '#'}:~:text=${text}`;
}

// Of a file with several articles it does not tell which it is.
const inFile = new Map();
for (const { path } of documents) inFile.set(path, (inFile.get(path) ?? 0) + 1);
const isAlone = ({ path }) => path !== null && inFile.get(path) === 1;

// "Headline", or where the article has none its file or, among others in a file, its id.
function articleTold(report) {
  const { title, path, id } = report.article;
  return title ?? (isAlone(report.article) ? path.split(/[\\/]/).pop() : id);
}

function placeTold(report) {
  const { path, id } = report.article;
  if (!path) return id;
  const line = report.line ? `:${report.line}` : '';
  return isAlone(report.article) ? `${path}${line}` : `${path}, ${id}${line}`;
}

