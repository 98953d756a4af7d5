// Statements over time: bars, and a brush over them that sets the period.

const days = statements.flatMap((s) => s.reports.filter((r) => r.first !== null).flatMap((r) => [r.first, r.last]));
const firstDay = days.reduce((a, b) => Math.min(a, b), Infinity);
const lastDay = days.reduce((a, b) => Math.max(a, b), -Infinity);
const hasPeriod = days.length > 0 && lastDay > firstDay;
// The days that the bars tell apart. A few articles of long before or after do not make them coarse:
// they are in the first and the last bar.
const [barsFrom, barsUntil] = hasPeriod ? mostDays(days) : [firstDay, lastDay];
// At most some hundred bars: of a day, a week, or more.
const perBar = [1, 7, 30, 91, 365].find((n) => (barsUntil - barsFrom + 1) / n <= 130) ?? 3653;
const barCount = hasPeriod ? Math.ceil((barsUntil - barsFrom + 1) / perBar) : 0;
const barOf = (day) => Math.min(barCount - 1, Math.max(0, Math.floor((day - barsFrom) / perBar)));
// Where the first bar starts and the last one ends, with what they hold of long before and after.
const startOf = (bar) => (bar <= 0 ? firstDay : barsFrom + bar * perBar);
const endOf = (bar) => (bar >= barCount - 1 ? lastDay : barsFrom + (bar + 1) * perBar - 1);

// The shortest time that has most of the days, with what is near it, if all would take several times
// as long.
function mostDays(list) {
  const sorted = [...list].sort((a, b) => a - b);
  const most = Math.max(2, Math.floor(sorted.length * 0.95));
  let best = [sorted[0], sorted[sorted.length - 1]];
  for (let i = 0; i + most <= sorted.length; i += 1) {
    const [from, until] = [sorted[i], sorted[i + most - 1]];
    if (until - from < best[1] - best[0]) best = [from, until];
  }
  const [from, until] = best;
  if (until === from || lastDay - firstDay <= 4 * (until - from)) return [firstDay, lastDay];
  const reach = (until - from) / 2;
  const near = sorted.filter((day) => day >= from - reach && day <= until + reach);
  return [near[0], near[near.length - 1]];
}

const SVG = 'http://www.w3.org/2000/svg';
function drawn(tag, properties) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(properties)) element.setAttribute(name, value);
  return element;
}

function makePeriod() {
  at('period').hidden = !hasPeriod;
  if (!hasPeriod) return;
  at('first-day').textContent = dayTold(barsFrom, shortFormat) + (barsFrom > firstDay ? ' and before' : '');
  at('last-day').textContent = dayTold(barsUntil, shortFormat) + (barsUntil < lastDay ? ' and after' : '');
  for (const id of ['from', 'until']) {
    Object.assign(at(id), { min: 0, max: barCount - 1, step: 1 });
    at(id).addEventListener('input', () => {
      const [a, b] = [Number(at('from').value), Number(at('until').value)];
      setPeriod(id === 'from' ? [a, Math.max(a, b)] : [Math.min(a, b), b]);
    });
  }
  const svg = at('bars');
  let start = null;
  const barAt = (event) => {
    const box = svg.getBoundingClientRect();
    return Math.min(barCount - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * barCount)));
  };
  svg.addEventListener('pointerdown', (event) => {
    start = barAt(event);
    svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener('pointermove', (event) => {
    if (start === null) return;
    const here = barAt(event);
    if (here !== start) setPeriod([Math.min(start, here), Math.max(start, here)]);
  });
  svg.addEventListener('pointerup', (event) => {
    if (start === null) return;
    const here = barAt(event);
    // A press without a pull takes that bar alone, or everything again.
    if (here === start) {
      const chosen = state.from !== null && barOf(state.from) === here && barOf(state.until) === here;
      setPeriod(chosen ? [0, barCount - 1] : [here, here]);
    }
    start = null;
  });
}

function setPeriod([a, b]) {
  const all = a <= 0 && b >= barCount - 1;
  show(all ? { from: null, until: null } : {
    from: startOf(a), until: endOf(b),
  });
}

function showPeriod() {
  if (!hasPeriod) return;
  const bars = Array.from({ length: barCount }, () => [0, 0, 0]);
  let undated = 0;
  const anyDay = filter({ withPeriod: false });
  for (const statement of statements) {
    const report = anyDay[statement.index];
    if (!report || !state.relations.has(statement.relation)) continue;
    if (report.first === null) undated += 1;
    else bars[barOf(report.first)][statement.relation] += 1;
  }
  const most = Math.max(0, ...bars.map(([a, b, c]) => a + b + c));
  const [from, until] = [state.from === null ? 0 : Math.max(0, barOf(state.from)), state.until === null ? barCount - 1 : Math.min(barCount - 1, barOf(state.until))];
  const svg = at('bars');
  svg.setAttribute('viewBox', `0 0 ${barCount * 10} 100`);
  const shapes = [];
  if (state.from !== null || state.until !== null) {
    shapes.push(drawn('rect', { class: 'brush', x: from * 10, y: 0, width: (until - from + 1) * 10, height: 100 }));
  }
  bars.forEach((bar, i) => {
    let y = 100;
    for (const relation of [0, 1, 2]) {
      if (bar[relation] === 0) continue;
      const height = (bar[relation] / most) * 94;
      y -= height;
      const out = i < from || i > until ? ' out' : '';
      shapes.push(drawn('rect', { class: RELATIONS[relation] + out, x: i * 10 + 1.5, y, width: 7, height }));
    }
  });
  svg.replaceChildren(...shapes);
  at('from').value = from;
  at('until').value = until;
  at('from').setAttribute('aria-valuetext', dayTold(startOf(from)));
  at('until').setAttribute('aria-valuetext', dayTold(endOf(until)));
  const told = state.from === null && state.until === null ? 'Statements over time'
    : spanTold(isoDay(state.from ?? firstDay), isoDay(state.until ?? lastDay));
  const per = { 1: 'a day', 7: 'a week' }[perBar] ?? `${perBar} days`;
  at('period-told').replaceChildren(make('strong', { text: told }),
    most ? ` · each bar is ${per} · the tallest has ${count(most, 'statement')}` : ' · no dated statements pass the filters',
    undated ? ` · ${number.format(undated)} undated` : '',
    state.from !== null || state.until !== null
      ? make('span', {}, ' · ', make('button', { type: 'button', class: 'plain', text: 'All days', onclick: () => show({ from: null, until: null }) })) : '');
}

