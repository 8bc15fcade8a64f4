/* Overlays on a text as published: ranges painted by the CSS Custom Highlight API, so that no tag ever stands inside a word. Offsets are code points. */
"use strict";
(() => {
  const text = document.getElementById("text"), margin = document.querySelector(".margin"), notes = [...document.querySelectorAll(".note")];
  const first = +text.dataset.start, last = +text.dataset.end;
  const lines = [...text.querySelectorAll(".line")].map(el => ({ el, at: +el.dataset.at, node: el.firstChild, size: [...el.textContent].length, plain: [...el.textContent].length === el.textContent.length }));
  const units = (line, points) => line.plain ? points : [...line.el.textContent].slice(0, points).join("").length; /* code points -> UTF-16 units */
  const line_at = at => { let low = 0, high = lines.length - 1; while (low < high) { const mid = (low + high + 1) >> 1; if (lines[mid].at <= at) low = mid; else high = mid - 1; } return low; };
  const ranges = (start, end) => {
    const out = [];
    for (let i = line_at(start); i < lines.length && lines[i].at < end; i++) {
      const line = lines[i], from = Math.max(start - line.at, 0), to = Math.min(end - line.at, line.size);
      if (!line.node || from >= to) continue;
      const range = new Range();
      range.setStart(line.node, units(line, from));
      range.setEnd(line.node, units(line, to));
      out.push(range);
    }
    return out;
  };
  const shown = new Set([...document.querySelectorAll(".overlays [aria-pressed=true]")].map(b => b.dataset.layer));
  const paint = () => {
    for (const layer of new Set(notes.map(n => n.dataset.layer))) {
      const found = shown.has(layer) ? notes.filter(n => n.dataset.layer === layer).flatMap(n => ranges(+n.dataset.start, +n.dataset.end)) : [];
      const mark = new Highlight(...found);
      mark.priority = { statement: 0, reuse: 1, commitment: 2, event: 3, fact: 4, time: 5, quantity: 6, name: 7 }[layer] ?? 0;
      CSS.highlights.set(layer, mark);
    }
    notes.forEach(note => note.hidden = !shown.has(note.dataset.layer) && !note.classList.contains("chosen"));
    place();
  };
  const wide = matchMedia("(min-width: 76rem)");
  const place = () => {
    margin.classList.toggle("placed", wide.matches);
    const list = margin.querySelector(".notes");
    list.style.minBlockSize = "";
    if (!wide.matches) { notes.forEach(n => n.style.insetBlockStart = ""); return; }
    const top = list.getBoundingClientRect().top;
    let free = 0;
    for (const note of notes) {
      if (note.hidden) continue;
      const range = ranges(+note.dataset.start, +note.dataset.end)[0];
      const want = range ? range.getBoundingClientRect().top - top : free;
      const at = Math.max(want, free, 0);
      note.style.insetBlockStart = `${at}px`;
      free = at + note.offsetHeight + 6;
    }
    list.style.minBlockSize = `${free}px`;
  };
  const choose = (start, end, scroll) => {
    const found = ranges(start, end);
    const mark = new Highlight(...found);
    mark.priority = 20;
    CSS.highlights.set("target", mark);
    let best = null;
    for (const note of notes) {
      const same = +note.dataset.start === start && +note.dataset.end === end, inside = +note.dataset.start <= start && +note.dataset.end >= end;
      note.classList.remove("chosen");
      if (same && (!best || shown.has(note.dataset.layer))) best = note; else if (inside && !best && shown.has(note.dataset.layer)) best = note;
    }
    best?.classList.add("chosen");
    if (best) { best.hidden = false; place(); }
    if (scroll && found[0]) { const box = found[0].getBoundingClientRect(); scrollTo({ top: scrollY + box.top - innerHeight / 3, behavior: "instant" }); }
    return best;
  };
  const hash = () => {
    const found = /^#c=(\d+)-(\d+)$/.exec(location.hash);
    if (!found) return;
    const [start, end] = [+found[1], +found[2]];
    if (start < first || start >= last) { const to = new URL(location.href); if (to.searchParams.get("at") !== String(start) && start >= 0) { to.searchParams.set("at", start); location.replace(to); } return; }
    choose(start, end, true);
  };
  document.querySelector(".overlays").addEventListener("click", event => {
    const button = event.target.closest("button");
    if (!button) return;
    const on = button.ariaPressed !== "true";
    button.setAttribute("aria-pressed", on);
    shown[on ? "add" : "delete"](button.dataset.layer);
    try { localStorage.setItem("layers", JSON.stringify([...shown])); } catch { /* private windows keep nothing */ }
    paint();
  });
  text.addEventListener("click", event => {
    if (getSelection().toString()) return;
    const caret = document.caretPositionFromPoint?.(event.clientX, event.clientY);
    const line = caret && lines.find(l => l.node === caret.offsetNode);
    if (!line) return;
    const at = line.at + (line.plain ? caret.offset : [...line.el.textContent.slice(0, caret.offset)].length);
    const hit = notes.filter(n => shown.has(n.dataset.layer) && +n.dataset.start <= at && at <= +n.dataset.end).sort((a, b) => (a.dataset.end - a.dataset.start) - (b.dataset.end - b.dataset.start))[0];
    if (hit) { history.replaceState(null, "", `#c=${hit.dataset.start}-${hit.dataset.end}`); choose(+hit.dataset.start, +hit.dataset.end, false); notes.forEach(n => n.classList.toggle("chosen", n === hit)); }
    else { notes.forEach(n => n.classList.remove("chosen")); CSS.highlights.delete("target"); }
    paint();
  });
  document.addEventListener("mouseup", () => {
    const selection = getSelection();
    if (selection.isCollapsed || !text.contains(selection.anchorNode)) return;
    const range = selection.getRangeAt(0), point = (node, offset) => { const line = lines.find(l => l.node === node || l.el === node); return line && line.at + (line.plain ? (node === line.el ? 0 : offset) : [...line.el.textContent.slice(0, offset)].length); };
    const start = point(range.startContainer, range.startOffset), end = point(range.endContainer, range.endOffset);
    if (start !== undefined && end > start) history.replaceState(null, "", `#c=${start}-${end}`);
  });
  margin.addEventListener("step", event => { const note = event.target; notes.forEach(n => n.classList.toggle("chosen", n === note)); const found = ranges(+note.dataset.start, +note.dataset.end); const mark = new Highlight(...found); mark.priority = 20; CSS.highlights.set("target", mark); });
  try { const kept = JSON.parse(localStorage.getItem("layers") ?? "null"); if (Array.isArray(kept)) document.querySelectorAll(".overlays button:not(:disabled)").forEach(b => { const on = kept.includes(b.dataset.layer); b.setAttribute("aria-pressed", on); shown[on ? "add" : "delete"](b.dataset.layer); }); } catch { /* as the page came */ }
  addEventListener("hashchange", hash);
  addEventListener("resize", place);
  new ResizeObserver(place).observe(text);
  if (window.CSS?.highlights) document.fonts.ready.then(() => { paint(); hash(); document.documentElement.dataset.painted = "1"; });
})();
