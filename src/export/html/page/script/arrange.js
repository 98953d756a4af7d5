// Places for a neighbourhood: whom it is about in the middle, the others around in the order that
// they have on the map, moved apart until no name covers another.

// `boxes` are {index, w, h, weight}; the first is the middle. Gives places around 0, 0.
function arrange(boxes, width, height) {
  const [middle, ...others] = boxes;
  const places = new Map([[middle.index, { x: 0, y: 0 }]]);
  if (others.length === 0) return places;
  const home = who[middle.index];
  const angle = (box) => Math.atan2(who[box.index].y - home.y, who[box.index].x - home.x) || 0;
  const around = others.map((box) => ({ box, angle: angle(box) })).sort((a, b) => a.angle - b.angle || a.box.index - b.box.index);
  const narrow = width < 560;
  const widest = Math.max(...others.map((box) => box.w));
  const rings = ringsFor(around.length, narrow);
  // The heavier of neighbours in the order lie nearer.
  for (let i = 0; i < around.length; i += rings.length) {
    const window = around.slice(i, i + rings.length);
    const heavy = [...window].sort((a, b) => b.box.weight - a.box.weight || a.box.index - b.box.index);
    window.forEach((slot) => { slot.radius = rings[heavy.indexOf(slot)]; });
  }
  const [rx, ry] = [Math.max(60, width / 2 - widest / 2 - 10), Math.max(60, height / 2 - 24)];
  const nodes = around.map(({ box, radius }, i) => {
    const turn = around[0].angle + (i / around.length) * 2 * Math.PI;
    const [x, y] = [Math.cos(turn) * rx * radius, Math.sin(turn) * ry * radius];
    return { ...box, x, y, startX: x, startY: y };
  });
  const centre = { ...middle, x: 0, y: 0 };
  const all = [centre, ...nodes];
  const rounds = all.length > 120 ? 60 : 220;
  for (let round = 0; round < rounds; round += 1) {
    const late = round > rounds * 0.7;
    for (const node of nodes) {
      if (!late) {
        node.x += (node.startX - node.x) * 0.03;
        node.y += (node.startY - node.y) * 0.03;
      }
    }
    for (let i = 0; i < all.length; i += 1) {
      for (let j = i + 1; j < all.length; j += 1) part(all[i], all[j], i === 0);
    }
    if (!late) for (const node of nodes) clearWay(node, nodes);
    for (const node of nodes) {
      node.x = clamp(node.x, node.w / 2 - width / 2 + 6, width / 2 - node.w / 2 - 6);
      node.y = clamp(node.y, node.h / 2 - height / 2 + 6, height / 2 - node.h / 2 - 6);
    }
  }
  for (const node of nodes) places.set(node.index, { x: node.x, y: node.y });
  return places;
}

function ringsFor(n, narrow) {
  if (n <= (narrow ? 7 : 11)) return [0.86];
  if (n <= (narrow ? 16 : 26)) return [0.6, 0.98];
  if (n <= 60) return [0.48, 0.76, 1];
  return [0.4, 0.58, 0.72, 0.86, 1];
}

const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

// Moves two boxes apart that overlap or nearly do, the way that is shortest.
function part(a, b, aStays) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const [ox, oy] = [(a.w + b.w) / 2 + 14 - Math.abs(dx), (a.h + b.h) / 2 + 12 - Math.abs(dy)];
  if (ox <= 0 || oy <= 0) return;
  const share = aStays ? 1 : 0.5;
  if (ox < oy * 1.6) {
    const move = ox * 0.5 * (dx < 0 ? -1 : 1);
    b.x += move * share;
    if (!aStays) a.x -= move * share;
  } else {
    const move = oy * 0.5 * (dy < 0 || (dy === 0 && a.index > b.index) ? -1 : 1);
    b.y += move * share;
    if (!aStays) a.y -= move * share;
  }
}

// Moves a box off the lines from the middle to others.
function clearWay(node, nodes) {
  for (const other of nodes) {
    if (other === node) continue;
    const length = Math.hypot(other.x, other.y);
    if (length < 1) continue;
    const [ux, uy] = [other.x / length, other.y / length];
    const along = node.x * ux + node.y * uy;
    if (along < 30 || along > length - 20) continue;
    const off = node.x * -uy + node.y * ux;
    const reach = (Math.abs(uy) * node.w) / 2 + (Math.abs(ux) * node.h) / 2 + 3;
    if (Math.abs(off) >= reach) continue;
    const move = (reach - Math.abs(off)) * 0.06 * (off < 0 ? -1 : 1);
    node.x -= uy * move;
    node.y += ux * move;
    other.x += uy * move * 0.5;
    other.y -= ux * move * 0.5;
  }
}

// The names to print on the map: the weightiest that do not cover each other.
function labelled(candidates, most, apart = 4) {
  const taken = [];
  const chosen = [];
  for (const box of candidates) {
    if (chosen.length >= most) break;
    const free = taken.every((t) => Math.abs(t.x - box.x) > (t.w + box.w) / 2 + apart || Math.abs(t.y - box.y) > (t.h + box.h) / 2 + apart * 0.75);
    if (!free) continue;
    taken.push(box);
    chosen.push(box.index);
  }
  return chosen;
}

