// Arrows on a canvas: their course, their look, and which of them lies under the pointer.

let colours = {};
// Colours as the style has them in this theme.
function readColours() {
  const style = getComputedStyle(document.documentElement);
  for (const name of [...RELATIONS, ...TYPES, 'paper', 'ink', 'faint', 'outline']) {
    colours[name] = style.getPropertyValue(`--${name}`).trim();
  }
}

// How much a number is of the greatest, from 0 to 1, by its logarithm.
const share = (n, greatest) => Math.log(Math.max(n, 1)) / Math.log(Math.max(greatest, 12));

// Sets the side step of each arrow, so that those between the same two do not cover each other.
function spread(list) {
  const between = new Map();
  for (const arrow of list) {
    const [a, b] = arrow.from < arrow.to ? [arrow.from, arrow.to] : [arrow.to, arrow.from];
    const key = a * who.length + b;
    if (!between.has(key)) between.set(key, []);
    between.get(key).push(arrow);
  }
  for (const group of between.values()) {
    group.sort((x, y) => x.from - y.from || x.relation - y.relation);
    group.forEach((arrow, i) => {
      const step = (i - (group.length - 1) / 2) * 24;
      arrow.step = arrow.from < arrow.to ? step : -step;
    });
  }
}

// The points of an arrow from the edge of one box to that of another; null where the boxes touch.
function course(arrow, from, to) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy);
  if (length < 2) return null;
  const bend = arrow.step * 2 + (arrow.bowed ? length * 0.12 : 0);
  const control = { x: (from.x + to.x) / 2 - (dy / length) * bend, y: (from.y + to.y) / 2 + (dx / length) * bend };
  const on = (t) => {
    const [a, b, c] = [(1 - t) * (1 - t), 2 * t * (1 - t), t * t];
    return { x: a * from.x + b * control.x + c * to.x, y: a * from.y + b * control.y + c * to.y };
  };
  const inside = (p, box, room) => Math.abs(p.x - box.x) < box.w / 2 + room && Math.abs(p.y - box.y) < box.h / 2 + room;
  const leave = (box, room, start, end) => {
    let [low, high] = [start, end];
    for (let i = 0; i < 14; i += 1) {
      const t = (low + high) / 2;
      if (inside(on(t), box, room)) low = t; else high = t;
    }
    return high;
  };
  const start = leave(from, 1, 0, 0.9);
  const end = leave(to, 3, 1, 0.1);
  if (end <= start + 0.02) return null;
  const points = [];
  for (let i = 0; i <= 18; i += 1) points.push(on(start + ((end - start) * i) / 18));
  return points;
}

function trace(context, points) {
  context.beginPath();
  context.moveTo(points[0].x, points[0].y);
  for (const point of points.slice(1)) context.lineTo(point.x, point.y);
}

// Said ends in an open head, warned in a full one, proposed in a diamond, as in the DOT picture.
function head(context, relation, tip, before, size) {
  const angle = Math.atan2(tip.y - before.y, tip.x - before.x);
  context.save();
  context.translate(tip.x, tip.y);
  context.rotate(angle);
  context.setLineDash([]);
  context.beginPath();
  if (relation === 2) {
    context.moveTo(0, 0);
    context.lineTo(-size, -size * 0.5);
    context.lineTo(-size * 2, 0);
    context.lineTo(-size, size * 0.5);
    context.closePath();
    context.fillStyle = colours.paper;
    context.lineWidth = 1.4;
    context.fill();
    context.stroke();
  } else {
    context.moveTo(0, 0);
    context.lineTo(-size * 1.5, -size * 0.65);
    context.lineTo(relation === 0 ? -size * 0.9 : -size * 1.5, 0);
    context.lineTo(-size * 1.5, size * 0.65);
    context.closePath();
    context.fill();
  }
  context.restore();
}

// Where the numbers of this picture are written, so that none covers another.
let numbers = [];

function drawArrow(context, arrow, points, heaviest, { faded, strong }) {
  const colour = colours[RELATIONS[arrow.relation]];
  const n = arrow.list.length;
  const width = 1.2 + 3.3 * share(n, heaviest) + (strong ? 1.2 : 0);
  context.globalAlpha = faded ? 0.12 : arrow.addressed || strong ? 0.95 : 0.5;
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineWidth = width;
  context.lineCap = arrow.denied === n ? 'round' : 'butt';
  context.setLineDash(arrow.denied === n ? [0.1, width * 2.2] : arrow.would === n ? [7, 5] : []);
  const size = 5 + width * 1.1;
  const tip = points[points.length - 1];
  const short = shorten(points, arrow.relation === 2 ? size * 1.9 : size);
  trace(context, short);
  context.stroke();
  head(context, arrow.relation, tip, short[short.length - 1], size);
  const middle = n > 1 && !faded ? freest(points) : null;
  if (middle) {
    numbers.push(middle);
    context.globalAlpha = 1;
    context.setLineDash([]);
    context.font = `600 11px ${getComputedStyle(document.body).fontFamily}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.lineWidth = 4;
    context.lineJoin = 'round';
    context.strokeStyle = colours.paper;
    context.strokeText(`×${n}`, middle.x, middle.y);
    context.fillStyle = colour;
    context.fillText(`×${n}`, middle.x, middle.y);
  }
}

// The point nearest to the middle of a course that no name and no other number covers, if there is one.
function freest(points) {
  const middle = (points.length - 1) / 2;
  const covered = (p) => numbers.some((other) => Math.abs(p.x - other.x) < 24 && Math.abs(p.y - other.y) < 14)
    || [...boxes.values()].some((box) => Math.abs(p.x - box.x) < box.w / 2 + 12 && Math.abs(p.y - box.y) < box.h / 2 + 8);
  const order = points.map((_, i) => i).slice(3, -4).sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
  return points[order.find((i) => !covered(points[i]))] ?? null;
}

// The points without the last `length` of the way, where the head is.
function shorten(points, length) {
  const kept = [...points];
  let left = length;
  while (kept.length > 2) {
    const [a, b] = kept.slice(-2);
    const step = Math.hypot(b.x - a.x, b.y - a.y);
    if (step > left) {
      const part = 1 - left / step;
      kept[kept.length - 1] = { x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part };
      break;
    }
    left -= step;
    kept.pop();
  }
  return kept;
}

function distanceTo(points, x, y) {
  let nearest = Infinity;
  for (let i = 1; i < points.length; i += 1) {
    const [a, b] = [points[i - 1], points[i]];
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const along = clamp(((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1), 0, 1);
    nearest = Math.min(nearest, Math.hypot(a.x + along * dx - x, a.y + along * dy - y));
  }
  return nearest;
}

