/* The desk's common behaviour: keys, judging with undo, the state banner. Keys are places on the keyboard (event.code), so that they work in Arabic layout. */
"use strict";
const meta = name => document.querySelector(`meta[name=${name}]`)?.content ?? "";
const words = new Proxy({}, { get: (_, key) => document.getElementById("say").dataset[key.replace(/[.\-_](\w)/g, (_, c) => c.toUpperCase())] ?? key });
const digits = text => document.documentElement.dataset.digits === "eastern" ? String(text).replace(/\d/g, d => String.fromCharCode(0x660 + +d)) : String(text);

/* judging */
const write = async body => {
  const answer = await fetch("/judge", { method: "POST", headers: { "content-type": "application/json", "x-csrf": meta("csrf"), accept: "application/json" }, body: JSON.stringify(body) });
  const data = await answer.json();
  if (!answer.ok) throw new Error(data.message || words["done.failed"]);
  return data;
};
let lastDone = null;
const toast = (text, undo) => {
  const line = document.createElement("p");
  line.append(text);
  if (undo) { const button = document.createElement("button"); button.type = "button"; button.textContent = words["act.undo"]; button.onclick = undo; line.append(button); }
  const box = document.getElementById("toast");
  box.replaceChildren(line);
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => box.replaceChildren(), 9000);
};
const show = (target, html, standing) => document.querySelectorAll(`[data-target=${CSS.escape(target)}]`).forEach(el => {
  if (el.classList.contains("judge")) { const old = el.querySelector(".standing"); if (html) old.outerHTML = html; else old.replaceChildren(); }
  else el.classList.toggle("rejected", standing?.verdict === "reject");
});
const judge = async body => {
  try {
    const done = await write(body);
    show(done.judgement.target, done.html, done.standing);
    lastDone = done.judgement;
    toast(words["done.saved"], () => undo(done.judgement.n));
  } catch (error) { toast(error.message); }
};
const undo = async n => {
  try { const done = await write({ act: "undo", n }); show(done.judgement.target, done.html, done.standing); lastDone = null; toast(words["done.undone"]); if (document.querySelector(".history")) location.reload(); }
  catch (error) { toast(error.message); }
};
const current = () => document.activeElement?.closest("[data-target]:not(.judge), [data-part]") ?? document.querySelector("main .chosen[data-target]");
const ask = document.getElementById("ask");
const decide = (act, item) => {
  const holder = item?.closest("[data-target]:not(.judge)") ?? item;
  let target = holder?.dataset.target, part = item?.dataset.part;
  if (part && !target) target = document.querySelector(".whole-name")?.dataset.target;
  if (!target) return toast(words["nothing_chosen"]);
  if (["accept", "reject", "star"].includes(act)) return judge({ act, target });
  if (act === "split") return part ? judge({ act, target, part }) : toast(words["only_names"]);
  const about = holder.querySelector("h1, h2, h3, blockquote, th a, .says, a")?.textContent.trim().slice(0, 200) ?? "";
  open_ask(act, target, about);
};
const beside = async (act, other, item) => { /* a name that may be this page's: the same, or not */
  const target = document.querySelector(".whole-name").dataset.target;
  await judge(act === "merge" ? { act, target: other, with: target } : { act, target, part: other });
  item.remove();
};
const open_ask = (act, target, about) => {
  const text = document.getElementById("ask-text"), line = document.getElementById("ask-line"), list = document.getElementById("ask-list"), label = document.getElementById("ask-label");
  document.getElementById("ask-title").textContent = words[`act.${act}`];
  document.getElementById("ask-about").textContent = about;
  label.textContent = words[`ask.${act}`];
  const long = act === "comment" || act === "edit";
  text.hidden = !long; line.hidden = long; list.hidden = act !== "merge"; list.replaceChildren();
  label.htmlFor = long ? "ask-text" : "ask-line";
  text.value = act === "edit" ? about : ""; line.value = ""; line.type = act === "redate" ? "date" : "text"; line.dir = act === "redate" ? "" : "auto";
  let chosen = null;
  line.oninput = act !== "merge" ? null : async () => {
    chosen = null;
    const [kind, type] = target.split(":");
    const answer = await fetch(`/suggest?kind=${encodeURIComponent(kind)}&type=${kind === "name" ? encodeURIComponent(type) : ""}&words=${encodeURIComponent(line.value)}`);
    list.replaceChildren(...(await answer.json()).suggestions.filter(s => s.target !== target).map(s => {
      const item = document.createElement("li");
      item.role = "option"; item.tabIndex = 0; item.dir = "auto"; item.textContent = `${s.title} (${digits(s.count)})`;
      item.onclick = () => { chosen = s.target; list.querySelectorAll("li").forEach(li => li.ariaSelected = li === item); };
      item.onkeydown = event => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); item.click(); document.getElementById("ask-ok").focus(); } };
      return item;
    }));
  };
  ask.returnValue = "";
  ask.onclose = () => {
    if (ask.returnValue !== "ok") return;
    const value = (long ? text : line).value.trim();
    if (act === "merge") { if (chosen) judge({ act, target, with: chosen }); }
    else if (value) judge(act === "redate" ? { act, target, date: value } : { act, target, text: value });
  };
  ask.showModal();
  (long ? text : line).focus();
};
document.getElementById("ask-text").addEventListener("keydown", event => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); ask.close("ok"); } });

const tools = button => {
  const bar = button.closest(".judge"), open = bar.querySelector(".tools");
  document.querySelectorAll(".judge .tools").forEach(el => el.remove());
  document.querySelectorAll(".open-judge").forEach(el => el.setAttribute("aria-expanded", "false"));
  if (open) return;
  bar.append(document.getElementById("tools").content.cloneNode(true));
  button.setAttribute("aria-expanded", "true");
  bar.querySelector(".tools button").focus({ focusVisible: button.matches(":focus-visible") });
};
document.addEventListener("click", event => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.matches(".open-judge")) tools(button);
  else if (button.dataset.other) beside(button.dataset.act, button.dataset.other, button.closest("li"));
  else if (button.dataset.act) decide(button.dataset.act, button.closest("[data-target]:not(.judge)") ?? button.closest(".judge"));
  else if (button.dataset.undo) undo(+button.dataset.undo);
  else if (button.id === "to-help") document.getElementById("keys").showModal();
});

/* keys */
const items = () => [...document.querySelectorAll("main :is(.list > [tabindex], .list > .cite, .matrix > tbody, .note:not([hidden]), .compare .shared)")].filter(el => el.offsetParent || getComputedStyle(el).position === "fixed");
const step = by => {
  const all = items();
  if (!all.length) return;
  const at = all.indexOf(document.activeElement?.closest?.("[tabindex='-1'], .cite"));
  const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  if (!next.hasAttribute("tabindex")) next.tabIndex = -1;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  next.dispatchEvent(new CustomEvent("step", { bubbles: true }));
};
const ACTS = { KeyA: "accept", KeyX: "reject", KeyS: "star", KeyC: "comment", KeyE: "edit", KeyD: "redate", KeyM: "merge", KeyP: "split" };
let going = 0;
document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) { if (event.key === "Escape") event.target.blur(); return; }
  const go = Date.now() - going < 1500 && document.querySelector(`.sections [data-key=${CSS.escape(event.code.slice(3).toLowerCase() || "-")}]`);
  const done = () => event.preventDefault();
  if (go) { done(); going = 0; location.href = go.href; return; }
  if (event.key === "?" || event.key === "\u061f") { done(); document.getElementById("keys").showModal(); return; }
  if (event.code === "Slash") { done(); const q = document.getElementById("q"); q.focus(); q.select(); return; }
  if (event.shiftKey) return;
  switch (event.code) {
    case "KeyG": going = Date.now(); break;
    case "KeyJ": done(); step(1); break;
    case "KeyK": done(); step(-1); break;
    case "Enter": if (document.activeElement?.matches("[tabindex='-1']")) { const link = document.activeElement.querySelector("a[href]"); if (link) { done(); link.click(); } } break;
    case "BracketLeft": document.querySelector("a[rel=prev]")?.click(); break;
    case "BracketRight": document.querySelector("a[rel=next]")?.click(); break;
    case "KeyU": if (lastDone) undo(lastDone.n); break;
    case "KeyL": document.getElementById("to-lang").click(); break;
    case "KeyT": document.getElementById("to-theme").click(); break;
    case "Escape": document.querySelectorAll(".judge .tools").forEach(el => { el.closest(".judge").querySelector(".open-judge").setAttribute("aria-expanded", "false"); el.remove(); }); break;
    default: if (ACTS[event.code] && current()) { done(); decide(ACTS[event.code], current()); }
  }
});

/* the banner asks with the generation that this page shows */
document.body.addEventListener("htmx:configRequest", event => { if (event.detail.path === "/state") event.detail.parameters.seen = meta("generation"); });
/* cells of the matrix name their outlet when they stand under one another */
document.querySelectorAll(".matrix").forEach(table => { const heads = [...table.querySelectorAll("thead th")].map(th => th.textContent.trim()); table.querySelectorAll("tbody tr").forEach(row => [...row.cells].forEach((cell, i) => { if (i) cell.dataset.outlet = heads[i]; })); });
/* on a phone the hits come before the facets, which wait closed */
if (matchMedia("(max-width: 55.99rem)").matches) document.querySelectorAll(".facets details:not(:has([aria-current]))").forEach(el => el.open = false);
/* on a phone the sections scroll sideways: the one that is open must be in sight */
{ const open = document.querySelector(".sections [aria-current]"), list = open?.closest("ul"); if (list && list.scrollWidth > list.clientWidth) { const a = open.getBoundingClientRect(), b = list.getBoundingClientRect(); list.scrollLeft += a.left + a.width / 2 - b.left - b.width / 2; } }
