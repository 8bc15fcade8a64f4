/* The timeline strip: pages and events by day, month or year, with brush, zoom and keys. Time runs with the reading direction. */
"use strict";
(() => {
  const box = document.getElementById("strip"), plot = box?.querySelector(".plot");
  if (!plot) return;
  const rtl = document.documentElement.dir === "rtl", css = name => getComputedStyle(document.body).getPropertyValue(name).trim();
  const paint = name => { const probe = document.createElement("i"); probe.style.color = `var(${name})`; box.append(probe); const color = getComputedStyle(probe).color; probe.remove(); return color; };
  const lang = document.documentElement.lang === "ar" ? "ar-u-nu-" : "en-GB-u-nu-", number = document.documentElement.dataset.digits === "eastern" ? "arab" : "latn";
  const formats = { day: { day: "numeric", month: "long" }, month: { month: "long", year: "numeric" }, year: { year: "numeric" }, full: { day: "numeric", month: "long", year: "numeric" } };
  const word = (seconds, kind) => new Intl.DateTimeFormat(lang + number, { ...formats[kind], timeZone: "UTC" }).format(seconds * 1000);
  const start_of = (day, unit) => Date.UTC(+day.slice(0, 4), unit === "year" ? 0 : +day.slice(5, 7) - 1, unit === "day" ? +day.slice(8, 10) : 1) / 1000;
  const next = (at, unit) => { const d = new Date(at * 1000); if (unit === "day") return at + 86400; return Date.UTC(d.getUTCFullYear() + (unit === "year"), d.getUTCMonth() + (unit === "month"), 1) / 1000; };
  const iso = at => new Date(at * 1000).toISOString().slice(0, 10);
  let data, chart, unit, series, chosen = null, view = null, cursor = -1;
  const grouped = kind => {
    const sums = new Map();
    data.days.forEach((day, i) => { if (day.length < 10) return; const at = start_of(day, kind), sum = sums.get(at) ?? [0, 0]; sum[0] += data.pages[i]; sum[1] += data.events[i]; sums.set(at, sum); });
    const at = [...sums.keys()].sort((a, b) => a - b);
    return [at, at.map(t => sums.get(t)[0]), at.map(t => sums.get(t)[1])];
  };
  const say = (from, to) => {
    const out = box.querySelector("output"), go = box.querySelector("[data-go]");
    if (from === null) { out.textContent = ""; go.hidden = true; return; }
    let pages = 0, events = 0;
    data.days.forEach((day, i) => { const at = start_of(day, "day"); if (at >= from && at < to) { pages += data.pages[i]; events += data.events[i]; } });
    const last = to - 86400;
    out.textContent = `${word(from, "full")}${last > from ? " – " + word(last, "full") : ""}: ${digits(pages)} ${words["strip.pages"]} · ${digits(events)} ${words["strip.events"]}`;
    const url = new URL(box.dataset.to, location);
    if (location.pathname === box.dataset.to) new URLSearchParams(location.search).forEach((v, k) => url.searchParams.set(k, v));
    url.searchParams.delete("page"); url.searchParams.set("from", iso(from)); url.searchParams.set("to", iso(last));
    go.href = url.pathname + url.search; go.hidden = false;
  };
  const ends = () => view ?? (series[0].length ? [series[0][0], next(series[0].at(-1), unit)] : [0, 86400]);
  const span = index => [series[0][index], next(series[0][index], unit)];
  const build = () => {
    chart?.destroy();
    series = grouped(unit);
    const [soft, line, events, pages] = ["--soft", "--line", "--accent", "--edge"].map(paint);
    const axis = { size: 30, stroke: soft, grid: { stroke: line, width: 1 }, ticks: { show: false }, font: `13px ${css("--naskh")}` };
    const bars = (side, gap) => uPlot.paths.bars({ size: [gap, 26], align: side });
    chart = new uPlot({
      width: plot.clientWidth, height: 170, tzDate: t => uPlot.tzDate(new Date(t * 1000), "UTC"), padding: [10, 14, 0, 14],
      scales: { x: { time: true, dir: rtl ? -1 : 1, range: () => { const [a, b] = ends(), pad = (b - a) * .02; return [a - pad, b + pad]; } }, y: { range: (_, low, high) => [0, Math.max(high, 1)] }, e: { range: (_, low, high) => [0, Math.max(high, 1)] } },
      axes: [{ ...axis, space: 90, values: (_, ticks, i, space, step) => ticks.map(t => word(t, step >= 300 * 86400 ? "year" : step >= 27 * 86400 ? "month" : "day")) }, { ...axis, side: rtl ? 1 : 3, size: 46, values: (_, ticks) => ticks.map(t => Number.isInteger(t) ? digits(t) : "") }],
      series: [{}, { scale: "y", fill: pages, stroke: pages, width: 0, paths: bars(-1, .42), points: { show: false } }, { scale: "y", fill: events, stroke: events, width: 0, paths: bars(1, .42), points: { show: false } }],
      legend: { show: false }, cursor: { y: false, drag: { x: true, y: false, setScale: false }, points: { show: false } },
      hooks: {
        setSelect: [u => { if (u.select.width < 4) return; const a = u.posToVal(u.select.left, "x"), b = u.posToVal(u.select.left + u.select.width, "x"); brush(Math.min(a, b), Math.max(a, b)); }],
        setCursor: [u => { if (chosen || u.cursor.idx === null || u.cursor.left < 0) return; say(...span(u.cursor.idx)); }],
      },
    }, series, plot);
    plot.querySelector("canvas").setAttribute("aria-hidden", "true");
    box.querySelectorAll("[data-unit]").forEach(b => b.setAttribute("aria-pressed", b.dataset.unit === unit));
    if (chosen) select(...chosen);
  };
  const select = (from, to) => { const a = chart.valToPos(from, "x"), b = chart.valToPos(to, "x"); chart.setSelect({ left: Math.min(a, b), width: Math.abs(b - a), top: 0, height: chart.over.clientHeight }, false); };
  const brush = (from, to) => {
    const inside = series[0].filter(t => next(t, unit) > from && t < to);
    if (!inside.length) return;
    chosen = [inside[0], next(inside.at(-1), unit)];
    select(...chosen); say(...chosen); whole();
  };
  const whole = () => box.querySelector("[data-whole]").hidden = !chosen && !view;
  const clear = () => { chosen = null; view = null; cursor = -1; chart.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false); say(null); chart.redraw(false, true); build(); whole(); };
  const zoom = (factor, around) => {
    const [a, b] = ends(), all = [series[0][0], next(series[0].at(-1), unit)], mid = around ?? (chosen ? (chosen[0] + chosen[1]) / 2 : (a + b) / 2), half = Math.max((b - a) * factor / 2, 86400 * 3);
    view = factor > 1 && half * 2 >= all[1] - all[0] ? null : [Math.max(mid - half, all[0]), Math.min(mid + half, all[1])];
    const days = (ends()[1] - ends()[0]) / 86400, finer = days < 200 ? "day" : days < 2500 ? "month" : unit;
    if (factor < 1) unit = finer;
    build(); whole();
  };
  box.querySelectorAll("[data-unit]").forEach(b => b.onclick = () => { unit = b.dataset.unit; build(); });
  box.querySelector("[data-whole]").onclick = clear;
  plot.addEventListener("wheel", event => { if (!event.ctrlKey && !event.shiftKey) return; event.preventDefault(); zoom(event.deltaY > 0 ? 1.5 : .67, chart.posToVal(event.offsetX, "x")); }, { passive: false });
  plot.addEventListener("dblclick", () => chosen && (view = [...chosen], zoom(1)));
  plot.addEventListener("keydown", event => {
    const along = rtl ? -1 : 1, by = { ArrowRight: along, ArrowLeft: -along }[event.key];
    if (by && series[0].length) {
      event.preventDefault();
      const was = cursor;
      cursor = Math.min(Math.max(cursor + by, 0), series[0].length - 1);
      const [a, b] = span(cursor);
      chosen = event.shiftKey && chosen && was >= 0 ? [Math.min(chosen[0], a), Math.max(chosen[1], b)] : [a, b];
      select(...chosen); say(...chosen); whole();
    } else if (event.key === "+" || event.key === "=") { event.preventDefault(); zoom(.5); } else if (event.key === "-") { event.preventDefault(); zoom(2); } else if (event.key === "Escape") clear();
    else if (event.key === "Enter" && chosen) location.href = box.querySelector("[data-go]").href;
  });
  fetch(box.dataset.from).then(answer => answer.json()).then(found => {
    data = found;
    if (!data.days.length) { box.hidden = true; return; }
    const days = (start_of(data.days.at(-1), "day") - start_of(data.days[0], "day")) / 86400;
    unit = days <= 200 ? "day" : days <= 6000 ? "month" : "year";
    /* a few far days (a treaty of 1901 in a pile of 2018) must not squeeze the rest: begin with the days of nearly all pages */
    const total = data.pages.reduce((a, b) => a + b, 0);
    if (total > 3 && days > 400) {
      let low = 0, high = data.days.length - 1, cut = 0;
      while (low < high && cut + data.pages[low] <= total * .03) cut += data.pages[low++];
      cut = 0; while (high > low && cut + data.pages[high] <= total * .01) cut += data.pages[high--];
      const from = start_of(data.days[low], "day"), to = start_of(data.days[high], "day") + 86400, pad = Math.max((to - from) * .12, 86400 * 10);
      view = [from - pad, to + pad];
      const near = (view[1] - view[0]) / 86400;
      unit = near <= 200 ? "day" : near <= 6000 ? "month" : "year";
    }
    document.fonts.ready.then(() => { build(); whole(); if (chosen) say(...chosen); box.dataset.drawn = "1"; new ResizeObserver(() => chart.setSize({ width: plot.clientWidth, height: 170 })).observe(plot); });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", build);
  });
})();
