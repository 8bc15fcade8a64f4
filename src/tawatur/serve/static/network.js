/* A network of names that stays readable: forces run to rest before anything is drawn, strong lines only, labels that would cover another wait for zoom. */
"use strict";
document.querySelectorAll(".network").forEach(async box => {
  const { nodes, lines } = await (await fetch(box.dataset.from)).json();
  if (!nodes.length) { box.hidden = true; return; }
  const NS = "http://www.w3.org/2000/svg", make = (name, given = {}) => { const el = document.createElementNS(NS, name); for (const [k, v] of Object.entries(given)) el.setAttribute(k, v); return el; };
  const by = new Map(nodes.map(n => [n.n, n])), most = Math.max(...nodes.map(n => n.docs)), wide = box.clientWidth / box.clientHeight;
  nodes.forEach((n, i) => { const r = 14 * Math.sqrt(i + .5), a = i * 2.399963; n.x = r * Math.cos(a) * wide; n.y = r * Math.sin(a); n.r = 3.5 + 11 * Math.sqrt(n.docs / most); n.lines = []; });
  const kept = lines.filter(l => by.has(l.a) && by.has(l.b)).map(l => ({ ...l, s: by.get(l.a), t: by.get(l.b), w: l.docs / Math.sqrt(by.get(l.a).docs * by.get(l.b).docs) }));
  kept.sort((a, b) => b.w - a.w);
  const chosen = kept; chosen.forEach(l => { l.s.lines.push(l); l.t.lines.push(l); });
  const rest = 26 + 500 / Math.sqrt(nodes.length + 20);
  for (let step = 0; step < 220; step++) {
    const heat = Math.max(.04, 1 - step / 220) * 10;
    for (const n of nodes) { n.fx = -n.x * .012; n.fy = -n.y * .012 * wide; }
    for (let i = 0; i < nodes.length; i++) for (let j = i + 1; j < nodes.length; j++) {
      const a = nodes[i], b = nodes[j], dx = a.x - b.x, dy = a.y - b.y, d2 = dx * dx + dy * dy + .01;
      if (d2 > 90000) continue;
      const f = rest * rest * .55 / d2; a.fx += dx * f; a.fy += dy * f; b.fx -= dx * f; b.fy -= dy * f;
    }
    for (const l of chosen) { const dx = l.t.x - l.s.x, dy = l.t.y - l.s.y, d = Math.sqrt(dx * dx + dy * dy) + .01, f = (d - rest) / d * .06 * (.5 + l.w); l.s.fx += dx * f; l.s.fy += dy * f; l.t.fx -= dx * f; l.t.fy -= dy * f; }
    for (const n of nodes) { const f = Math.sqrt(n.fx * n.fx + n.fy * n.fy) + .001, m = Math.min(f, heat) / f; n.x += n.fx * m; n.y += n.fy * m; }
  }
  const svg = make("svg", { role: "group", "aria-label": document.querySelector("h1")?.textContent ?? "" }), world = make("g"), edges = make("g"), dots = make("g"), labels = make("g", { "aria-hidden": "true" });
  world.append(edges, dots, labels); svg.append(world); box.append(svg);
  for (const l of chosen) { l.el = make("line", { x1: l.s.x, y1: l.s.y, x2: l.t.x, y2: l.t.y, "stroke-width": (.5 + 3 * l.w).toFixed(2), "stroke-opacity": (.15 + .5 * Math.min(l.w, 1)).toFixed(2) }); edges.append(l.el); }
  for (const n of nodes) {
    const link = make("a", { href: `/name?n=${n.n}`, class: n.type.toLowerCase(), "aria-label": `${n.name} (${digits(n.docs)})` }), circle = make("circle", { cx: n.x, cy: n.y, r: n.r }), title = make("title");
    title.textContent = `${n.name} (${digits(n.docs)})`; link.append(title, circle); dots.append(link); n.el = link; n.circle = circle;
    n.label = make("text", { "text-anchor": "middle", direction: "rtl" }); n.label.textContent = n.name; labels.append(n.label);
    const near = on => { const around = new Set([n, ...n.lines.flatMap(l => [l.s, l.t])]); nodes.forEach(o => { o.el.classList.toggle("dim", on && !around.has(o)); o.label.classList.toggle("dim", on && !around.has(o)); o.forced = on && around.has(o); }); chosen.forEach(l => l.el.classList.toggle("dim", on && l.s !== n && l.t !== n)); name(); };
    link.addEventListener("mouseenter", () => near(true)); link.addEventListener("mouseleave", () => near(false)); link.addEventListener("focus", () => near(true)); link.addEventListener("blur", () => near(false));
  }
  const xs = nodes.map(n => n.x), ys = nodes.map(n => n.y), x0 = Math.min(...xs) - 1, x1 = Math.max(...xs) + 1, y0 = Math.min(...ys) - 1, y1 = Math.max(...ys) + 1;
  /* room for the names of the outermost dots */
  let k = Math.min((box.clientWidth - 96) / (x1 - x0), (box.clientHeight - 72) / (y1 - y0)), tx = box.clientWidth / 2 - k * (x0 + x1) / 2, ty = box.clientHeight / 2 - k * (y0 + y1) / 2;
  const ruler = document.createElement("canvas").getContext("2d");
  const name = () => {
    const taken = nodes.map(n => { const r = n.r * .8; return [k * n.x + tx - r, k * n.y + ty - r, k * n.x + tx + r, k * n.y + ty + r, n]; });
    /* a name may cover dots of lesser names, never another name or the dot of a greater one */
    const free = (b, n) => taken.every(t => (t[4] && (t[4] === n || t[4].docs < n.docs)) || b[2] < t[0] || b[0] > t[2] || b[3] < t[1] || b[1] > t[3]);
    for (const n of [...nodes].sort((a, b) => !!b.forced - !!a.forced || b.docs - a.docs)) {
      const size = 12 + 6 * Math.sqrt(n.docs / most);
      ruler.font = `${size}px "Tawatur Naskh"`;
      const half = ruler.measureText(n.name).width / 2 + 3, cx = k * n.x + tx, cy = k * n.y + ty;
      const spots = [cy + n.r + size + 2, cy - n.r - 5];
      const spot = spots.find(y => free([cx - half, y - size, cx + half, y + 4], n));
      const show = spot !== undefined || (n.forced && n.lines.length < 30);
      n.label.toggleAttribute("hidden", !show); n.label.style.display = show ? "" : "none";
      if (!show) continue;
      const y = spot ?? spots[0];
      taken.push([cx - half, y - size, cx + half, y + 4, null]);
      n.label.setAttribute("x", n.x); n.label.setAttribute("y", (y - ty) / k); n.label.setAttribute("font-size", size / k); n.label.style.strokeWidth = `${4 / k}px`;
    }
  };
  const draw = () => { world.setAttribute("transform", `translate(${tx} ${ty}) scale(${k})`); nodes.forEach(n => n.circle.setAttribute("r", n.r / Math.max(k, .6))); name(); };
  const zoom = (f, x = box.clientWidth / 2, y = box.clientHeight / 2) => { const to = Math.min(Math.max(k * f, .1), 12); tx = x - (x - tx) * to / k; ty = y - (y - ty) * to / k; k = to; draw(); };
  svg.addEventListener("wheel", e => { if (!e.ctrlKey && !box.classList.contains("large")) return; e.preventDefault(); zoom(e.deltaY > 0 ? .85 : 1.18, e.offsetX, e.offsetY); }, { passive: false });
  let drag = null;
  svg.addEventListener("pointerdown", e => { if (!e.target.closest("a")) { drag = [e.clientX - tx, e.clientY - ty]; svg.setPointerCapture(e.pointerId); } });
  svg.addEventListener("pointermove", e => { if (drag) { tx = e.clientX - drag[0]; ty = e.clientY - drag[1]; draw(); } });
  svg.addEventListener("pointerup", () => drag = null);
  const bar = document.createElement("div"); bar.className = "zoom";
  for (const [sign, f] of [["+", 1.4], ["\u2212", .7]]) { const b = document.createElement("button"); b.type = "button"; b.textContent = sign; b.ariaLabel = sign === "+" ? "+" : "-"; b.onclick = () => zoom(f); bar.append(b); }
  box.append(bar);
  document.fonts.ready.then(() => { draw(); box.dataset.drawn = "1"; });
});
