// The picture: names as buttons over a canvas of arrows. A neighbourhood fits the window; the map of
// all can be moved and enlarged, and prints the names that there is room for.

const canvas = at('lines');
const chips = at('chips');
const picture = at('picture');
const chipOf = new Map();
let scene = { nodes: [], arrows: [], left: 0 };
let size = { w: 0, h: 0 };
// Boxes of names on screen, {index, x, y, w, h}, and the courses of arrows that can be pressed.
let boxes = new Map();
let courses = [];
// How the map lies in the window: screen = map * scale + x, y; sideways * stretch too.
let lens = null;
let hovered = null;
let moving = 0;
const still = matchMedia('(prefers-reduced-motion: reduce)');

// By the width of the stage, which is there when the list is shown instead.
function roomFor() {
  const width = at('caption').clientWidth;
  return width < 560 ? 11 : width < 850 ? 20 : 26;
}

function measure() {
  const box = picture.getBoundingClientRect();
  size = { w: box.width, h: box.height };
  // What is printed is what is seen, as wide as the paper.
  picture.style.setProperty('--wide', `${size.w}px`);
  picture.style.setProperty('--high', `${size.h}px`);
  picture.style.setProperty('--fit', Math.min(1, 660 / size.w));
  const sharp = window.devicePixelRatio || 1;
  canvas.width = Math.round(size.w * sharp);
  canvas.height = Math.round(size.h * sharp);
  canvas.getContext('2d').setTransform(sharp, 0, 0, sharp, 0, 0);
}

function chipFor(index) {
  let chip = chipOf.get(index);
  if (!chip) {
    const entity = who[index];
    chip = make('button', { type: 'button', class: `chip ${entity.type}`, 'data-who': entity.id });
    chip.append(make('span', { class: 'called', text: entity.name }));
    const office = entity.offices[0];
    const told = office ? [office.title, office.of].filter(Boolean).join(', ') : '';
    if (told) chip.append(make('small', { text: told }));
    chip.append(make('span', { class: 'unseen', text: `, ${TYPE_NAMES[entity.type].toLowerCase()}, ${count(entity.weight, 'statement')}` }));
    chip.addEventListener('click', () => visit(index));
    chip.addEventListener('pointerenter', () => hover(index));
    chip.addEventListener('focus', () => hover(index));
    chip.addEventListener('pointerleave', () => hover(null));
    chip.addEventListener('blur', () => hover(null));
    chip.addEventListener('keydown', (event) => step(event, index));
    chipOf.set(index, chip);
  }
  return chip;
}

function hover(index) {
  if (hovered === index) return;
  hovered = index;
  paint();
}

// Arrow keys go to the nearest name that way.
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
function step(event, index) {
  const way = WAYS[event.key];
  if (!way) return;
  event.preventDefault();
  const here = boxes.get(index);
  let best = null;
  for (const box of boxes.values()) {
    const [dx, dy] = [box.x - here.x, box.y - here.y];
    const ahead = dx * way[0] + dy * way[1];
    const aside = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
    if (box.index === index || ahead < 4) continue;
    const cost = ahead + aside * 2;
    if (!best || cost < best.cost) best = { box, cost };
  }
  if (best) chipFor(best.box.index).focus({ preventScroll: true });
}

// Draws the scene anew; names glide to their new places.
function showPicture() {
  if (!state.list) measure();
  readColours();
  scene = sceneOf(roomFor());
  spread(scene.arrows);
  for (const arrow of scene.arrows) arrow.bowed = state.view === 'near' && arrow.from !== state.focus && arrow.to !== state.focus && arrow.step === 0;
  picture.classList.toggle('whole', state.view === 'map');
  if (state.list) return;
  const before = boxes;
  if (state.view === 'map') showMap();
  else showNear(before);
}

function place(list) {
  const focused = document.activeElement;
  const elements = list.map((box) => {
    const chip = chipFor(box.index);
    chip.classList.toggle('focus', box.index === state.focus);
    if (box.index === state.focus) chip.setAttribute('aria-current', 'true');
    else chip.removeAttribute('aria-current');
    const weight = Math.min(1, Math.log1p(who[box.index].weight) / Math.log(80));
    chip.style.fontSize = `${(state.view === 'map' ? 11 : size.w < 560 ? 12 : 12.5) + 3 * weight}px`;
    return chip;
  });
  chips.replaceChildren(...elements);
  if (focused && focused.isConnected && chips.contains(focused)) focused.focus({ preventScroll: true });
  return elements;
}

function showNear(before) {
  const strength = new Map();
  for (const arrow of scene.arrows) {
    for (const end of [arrow.from, arrow.to]) strength.set(end, (strength.get(end) ?? 0) + arrow.list.length);
  }
  const elements = place(scene.nodes.map((index) => ({ index })));
  const measure = () => scene.nodes.map((index, i) => ({
    index, w: elements[i].offsetWidth, h: elements[i].offsetHeight, weight: strength.get(index) ?? 0,
  }));
  chips.classList.remove('close-by');
  let measured = measure();
  let whole = arranged(measured);
  if (whole.free.size < measured.length) {
    // Names without their offices need less room.
    chips.classList.add('close-by');
    measured = measure();
    whole = arranged(measured);
  }
  const { fitting, places } = fit(measured, whole);
  if (fitting.length < measured.length) {
    const inside = new Set(fitting.map((box) => box.index));
    scene = {
      nodes: scene.nodes.filter((index) => inside.has(index)),
      arrows: scene.arrows.filter((arrow) => inside.has(arrow.from) && inside.has(arrow.to)),
      left: scene.left + measured.length - fitting.length,
    };
    place(fitting);
  }
  const target = new Map(fitting.map((box) => {
    const { x, y } = places.get(box.index);
    return [box.index, { ...box, x: x + size.w / 2, y: y + size.h / 2 }];
  }));
  const start = new Map([...target].map(([index, box]) => [index, before.get(index) ?? box]));
  const known = [...target.keys()].some((index) => before.has(index));
  glide(start, target, known && !still.matches ? 420 : 0);
}

// Places for these names, and which of them no name before them covers.
function arranged(list) {
  const places = list.length ? arrange(list, size.w, size.h - 8) : new Map();
  const free = new Set(labelled(list.map((box) => ({ ...box, ...places.get(box.index) })), list.length, 1));
  return { places, free };
}

// As many as there is room for: the last of those that are covered go, until none is.
function fit(list, first) {
  let [fitting, { places, free }] = [list, first];
  while (free.size < fitting.length) {
    const covered = fitting.filter((box) => !free.has(box.index));
    const out = new Set(covered.slice(-Math.ceil(covered.length / 3)));
    fitting = fitting.filter((box) => !out.has(box));
    ({ places, free } = arranged(fitting));
  }
  return { fitting, places };
}

function glide(start, target, time) {
  moving += 1;
  const mine = moving;
  const began = performance.now();
  const frame = (now) => {
    if (mine !== moving) return;
    const t = time === 0 ? 1 : Math.min(1, Math.max(0, (now - began) / time));
    const eased = 1 - (1 - t) ** 3;
    boxes = new Map([...target].map(([index, box]) => {
      const from = start.get(index);
      return [index, { ...box, x: from.x + (box.x - from.x) * eased, y: from.y + (box.y - from.y) * eased }];
    }));
    setChips();
    paint();
    if (t < 1) requestAnimationFrame(frame);
  };
  frame(began);
}

function setChips() {
  for (const box of boxes.values()) {
    chipFor(box.index).style.transform = `translate(${(box.x - box.w / 2).toFixed(1)}px, ${(box.y - box.h / 2).toFixed(1)}px)`;
  }
}

// The map.

function wholeLens() {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const index of scene.nodes) {
    const { x, y } = who[index];
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  if (left > right) return { scale: 1, stretch: 1, x: 0, y: 0 };
  const [wide, high] = [(size.w - 120) / Math.max(right - left, 1), (size.h - 60) / Math.max(bottom - top, 1)];
  // Drawn out as the window is: distances mean near and far, not how far.
  const stretch = clamp(wide / high, 0.55, 1.8);
  const scale = Math.min(wide / stretch, high);
  return { scale, stretch, x: size.w / 2 - ((left + right) / 2) * scale * stretch, y: size.h / 2 - ((top + bottom) / 2) * scale };
}

const onScreen = (index) => ({ x: who[index].x * lens.scale * lens.stretch + lens.x, y: who[index].y * lens.scale + lens.y });

// Moves the map when somebody outside the window was chosen.
let broughtIn = null;
function bringIn() {
  if (state.focus === broughtIn) return;
  broughtIn = state.focus;
  if (state.focus === null) return;
  const { x, y } = onScreen(state.focus);
  if (x > 60 && x < size.w - 60 && y > 30 && y < size.h - 30) return;
  lens = { ...lens, x: lens.x + size.w / 2 - x, y: lens.y + size.h / 2 - y };
}

function showMap() {
  moving += 1;
  lens = lens ?? wholeLens();
  bringIn();
  const pinned = new Set([state.focus, ...(state.pair ?? [])]);
  const behindZoom = (box) => box.x + box.w / 2 > size.w - 40 && box.y > size.h - 120;
  const isWhole = (box) => box.x > box.w / 2 && box.x + box.w / 2 < size.w && box.y > box.h / 2 && box.y + box.h / 2 < size.h;
  const candidates = scene.nodes
    // Wide enough for the name, without asking the browser for each.
    .map((index) => ({ index, ...onScreen(index), w: Math.min(180, 30 + who[index].name.length * 7.5), h: 24 }))
    .filter((box) => isWhole(box) && !behindZoom(box))
    .sort((a, b) => pinned.has(b.index) - pinned.has(a.index) || who[b.index].weight - who[a.index].weight || a.index - b.index)
    .slice(0, 400);
  // Names over a fifth of the picture, that the dots between them are seen. The estimate leaves some out
  // and the browser's own measure, which knows the letters, the rest.
  const most = clamp(Math.round((size.w * size.h) / 14000), 10, 60);
  const estimated = labelled(candidates, most);
  const elements = place(estimated.map((index) => ({ index })));
  const measured = estimated.map((index, i) => ({ index, ...onScreen(index), w: elements[i].offsetWidth, h: elements[i].offsetHeight }));
  const free = new Set(labelled(measured.filter((box) => isWhole(box) && !behindZoom(box)), most));
  boxes = new Map(measured.filter((box) => free.has(box.index)).map((box) => [box.index, box]));
  elements.forEach((element, i) => { if (!free.has(estimated[i])) element.remove(); });
  setChips();
  paint();
}

function paint() {
  if (state.list || (state.view === 'map' && !lens)) return;
  const context = canvas.getContext('2d');
  context.clearRect(0, 0, size.w, size.h);
  context.setLineDash([]);
  context.globalAlpha = 1;
  numbers = [];
  if (state.view === 'map') paintMap(context);
  else paintNear(context);
}

const inPair = (arrow) => state.pair !== null && arrow.from === state.pair[0] && arrow.to === state.pair[1];

function paintNear(context) {
  const heaviest = scene.arrows.reduce((most, arrow) => Math.max(most, arrow.list.length), 1);
  courses = [];
  const drawOne = (arrow) => {
    const [from, to] = [boxes.get(arrow.from), boxes.get(arrow.to)];
    const points = from && to ? course(arrow, from, to) : null;
    if (!points) return;
    courses.push({ arrow, points });
    const faded = hovered !== null ? arrow.from !== hovered && arrow.to !== hovered : state.pair !== null && !inPair(arrow);
    drawArrow(context, arrow, points, heaviest, { faded, strong: hovered === null && inPair(arrow) });
  };
  // What is about the middle lies above the rest.
  const isMine = (arrow) => arrow.from === state.focus || arrow.to === state.focus;
  scene.arrows.filter((arrow) => !isMine(arrow)).forEach(drawOne);
  scene.arrows.filter(isMine).forEach(drawOne);
  const near = new Set([hovered]);
  for (const arrow of scene.arrows) {
    if (arrow.from === hovered) near.add(arrow.to);
    if (arrow.to === hovered) near.add(arrow.from);
  }
  for (const box of boxes.values()) chipFor(box.index).classList.toggle('dim', hovered !== null && !near.has(box.index));
}

function paintMap(context) {
  const chosen = hovered ?? state.focus;
  courses = [];
  const lines = new Map();
  for (const arrow of scene.arrows) {
    const strong = arrow.from === chosen || arrow.to === chosen;
    if (strong) continue;
    const key = `${arrow.relation}${arrow.addressed ? 'to' : ''}`;
    if (!lines.has(key)) lines.set(key, new Path2D());
    const [from, to] = [onScreen(arrow.from), onScreen(arrow.to)];
    if (Math.max(from.x, to.x) < 0 || Math.min(from.x, to.x) > size.w || Math.max(from.y, to.y) < 0 || Math.min(from.y, to.y) > size.h) continue;
    const path = lines.get(key);
    path.moveTo(from.x, from.y);
    path.lineTo(to.x, to.y);
  }
  const crowd = scene.arrows.length > 1500 ? 0.5 : 1;
  for (const [key, path] of lines) {
    context.strokeStyle = colours[RELATIONS[Number(key[0])]];
    context.globalAlpha = (key.length > 1 ? 0.45 : 0.2) * crowd;
    context.lineWidth = 1;
    context.stroke(path);
  }
  // Dots of a crowd are small until it is looked at closely.
  const room = Math.sqrt((size.w * size.h) / Math.max(scene.nodes.length, 1)) * Math.sqrt(lens.scale / wholeLens().scale);
  const grain = clamp(room / 36, 0.3, 1);
  const dots = new Map(TYPES.map((type) => [type, new Path2D()]));
  for (const index of scene.nodes) {
    const { x, y } = onScreen(index);
    if (x < -20 || x > size.w + 20 || y < -20 || y > size.h + 20) continue;
    const r = (2.2 + 1.5 * Math.log1p(who[index].weight)) * grain;
    const dot = dots.get(who[index].type);
    if (who[index].type === 'person' || who[index].type === 'unnamed') {
      dot.moveTo(x + r, y);
      dot.arc(x, y, r, 0, 7);
    } else dot.rect(x - r, y - r, 2 * r, 2 * r);
  }
  context.globalAlpha = 1;
  context.lineWidth = 0.8 * Math.max(grain, 0.5);
  context.strokeStyle = colours.outline;
  for (const [type, path] of dots) {
    context.fillStyle = colours[type];
    context.fill(path);
    context.stroke(path);
  }
  const mine = (arrowsOf.get(chosen) ?? []).slice(0, 400);
  const heaviest = mine.reduce((most, arrow) => Math.max(most, arrow.list.length), 1);
  for (const arrow of mine) {
    const points = course(arrow, boxAt(arrow.from), boxAt(arrow.to));
    if (!points) continue;
    courses.push({ arrow, points });
    drawArrow(context, arrow, points, heaviest, { faded: state.pair !== null && hovered === null && !inPair(arrow), strong: inPair(arrow) });
  }
  for (const box of boxes.values()) chipFor(box.index).classList.remove('dim');
}

const boxAt = (index) => boxes.get(index) ?? { index, ...onScreen(index), w: 8, h: 8 };

// The arrow or, on the map, the dot under a point.
function under(x, y, reach) {
  let best = null;
  for (const { arrow, points } of courses) {
    const distance = distanceTo(points, x, y);
    if (distance < reach && (!best || distance < best.distance)) best = { arrow, distance };
  }
  if (state.view === 'map') {
    for (const index of scene.nodes) {
      const dot = onScreen(index);
      const distance = Math.hypot(dot.x - x, dot.y - y) - 3;
      if (distance < reach && (!best || distance < best.distance)) best = { index, distance };
    }
  }
  return best;
}

function zoom(by, x = size.w / 2, y = size.h / 2) {
  if (!lens) return;
  const scale = clamp(lens.scale * by, 0.01, 4);
  const real = scale / lens.scale;
  lens = { ...lens, scale, x: x - (x - lens.x) * real, y: y - (y - lens.y) * real };
  soon();
}

let waiting = false;
function soon() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    showMap();
  });
}

function tell(text, x, y) {
  const tip = at('tip');
  tip.hidden = !text;
  if (!text) return;
  tip.textContent = text;
  tip.style.transform = `translate(${clamp(x + 14, 4, Math.max(4, size.w - tip.offsetWidth - 4)).toFixed(0)}px, ${clamp(y + 16, 4, size.h - tip.offsetHeight - 4).toFixed(0)}px)`;
}

function makePicture() {
  const pointers = new Map();
  let pulled = 0;
  const spot = (event) => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  canvas.addEventListener('pointerdown', (event) => {
    pointers.set(event.pointerId, spot(event));
    pulled = 0;
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener('pointermove', (event) => {
    const here = spot(event);
    const last = pointers.get(event.pointerId);
    if (!last) {
      const found = under(here.x, here.y, 7);
      canvas.classList.toggle('found', Boolean(found));
      tell(!found ? '' : found.arrow
        ? `${arrowTold(found.arrow.from, found.arrow.relation, found.arrow.to, found.arrow.addressed > 0)}${found.arrow.list.length > 1 ? ` ×${found.arrow.list.length}` : ''}`
        : who[found.index].name, here.x, here.y);
      return;
    }
    pulled += Math.hypot(here.x - last.x, here.y - last.y);
    if (state.view === 'map') {
      const [other] = [...pointers].filter(([id]) => id !== event.pointerId).map(([, p]) => p);
      if (other) {
        const [was, is] = [Math.hypot(last.x - other.x, last.y - other.y), Math.hypot(here.x - other.x, here.y - other.y)];
        if (was > 0) zoom(is / was, (here.x + other.x) / 2, (here.y + other.y) / 2);
      } else {
        lens = { ...lens, x: lens.x + here.x - last.x, y: lens.y + here.y - last.y };
        soon();
      }
    }
    pointers.set(event.pointerId, here);
  });
  const release = (event) => {
    const was = pointers.delete(event.pointerId);
    if (!was || event.type !== 'pointerup' || pulled > 5) return;
    const { x, y } = spot(event);
    const found = under(x, y, event.pointerType === 'touch' ? 16 : 8);
    if (found?.arrow) visitPair(found.arrow.from, found.arrow.to);
    else if (found) visit(found.index);
    else if (state.pair || state.said !== null) show({ pair: null, said: null }, true);
  };
  for (const type of ['pointerup', 'pointercancel']) canvas.addEventListener(type, release);
  canvas.addEventListener('pointerleave', () => tell(''));
  picture.addEventListener('wheel', (event) => {
    if (state.view !== 'map') return;
    event.preventDefault();
    const box = canvas.getBoundingClientRect();
    zoom(Math.exp(-event.deltaY * 0.0016), event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });
  at('zoom-in').addEventListener('click', () => zoom(1.5));
  at('zoom-out').addEventListener('click', () => zoom(1 / 1.5));
  at('zoom-all').addEventListener('click', () => {
    lens = null;
    showMap();
  });
  new ResizeObserver(() => {
    if (state.list || matchMedia('print').matches) return;
    const { w, h } = size;
    measure();
    if (Math.abs(w - size.w) < 1 && Math.abs(h - size.h) < 1) {
      paint();
      return;
    }
    lens = null;
    boxes = new Map();
    render();
  }).observe(picture);
}

