// The author's page follows the file: at every save the parts that changed are replaced, nothing else moves.
import { enhanceEditor, openEditor } from "./editor.js";
import { carry, keepPlace } from "./place.js";

const desk = document.getElementById("content");
const lost = document.getElementById("lost");
const said = document.getElementById("said");
let number = Number(desk.dataset.number);
let asked = 0;
let shown = 0;

const busy = () => document.querySelector("#sheet [data-editor]") !== null;

function show(answer, { keepSheet = false } = {}) {
  number = Math.max(number, answer.number);
  for (const [id, html] of Object.entries(answer.parts)) {
    if (id === "sheet" && keepSheet) continue;
    const holder = document.getElementById(id);
    const fresh = html.trim();
    if (holder.dataset.html === fresh) continue;
    holder.dataset.html = fresh;
    const back = keepPlace(holder);
    const piece = document.createElement("template");
    piece.innerHTML = fresh;
    holder.replaceChildren(piece.content);
    back();
  }
  enhance();
}

async function load(address, options = {}) {
  let mine = ++asked;
  const answer = await fetch(address, { headers: { Accept: "application/json" }, ...options.request });
  const told = await answer.json();
  // What came of a write is always shown, and what was asked before it was done is not.
  if (options.request) mine = ++asked;
  if (mine < shown) return answer.ok;
  shown = mine;
  if (told.parts) show(told, { keepSheet: options.quiet === true && busy() });
  return answer.ok;
}

function go(address, { focus = "" } = {}) {
  const from = new URL(address, location.href);
  history.pushState(null, "", from.pathname + from.search);
  return load(from.pathname + from.search).then(() => {
    if (focus) document.querySelector(focus)?.focus();
  });
}

function enhance() {
  for (const each of document.querySelectorAll("[data-script-hides]")) each.hidden = true;
  for (const each of document.querySelectorAll("[data-fill]")) each.hidden = false;
  enhanceEditor(document.getElementById("sheet"), { cancel: (link) => go(link.getAttribute("href")) });
}

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const chip = event.target.closest("[data-fill]");
  if (chip) {
    document.getElementById(chip.dataset.fill).value = chip.value;
    return;
  }
  const link = event.target.closest("a[data-node], a[data-go], a[data-edit]");
  if (!link) return;
  if (busy() && !link.closest("[data-editor]") && !confirmLeave()) {
    event.preventDefault();
    return;
  }
  event.preventDefault();
  const address = link.getAttribute("href");
  if (link.dataset.edit) openEditor(address, go);
  else go(address).then(() => {
    if (link.dataset.node && innerWidth < 1100) document.getElementById("sheet").scrollIntoView({ block: "start" });
  });
});

// A text under one's hand is not thrown away by a click elsewhere.
function confirmLeave() {
  const form = document.querySelector("#sheet [data-editor]");
  const field = form.elements.value;
  if (field.value === field.defaultValue) return true;
  field.focus();
  return false;
}

document.addEventListener("dblclick", (event) => {
  const passage = event.target.closest("#sheet [data-path]");
  if (passage && !busy()) openEditor(passage.querySelector("[data-edit]").getAttribute("href"), go);
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-live-view]");
  if (form && !busy()) go("/?" + new URLSearchParams(new FormData(form)));
});

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-live]");
  if (!form) return;
  event.preventDefault();
  form.setAttribute("aria-busy", "true");
  const body = new URLSearchParams(new FormData(form));
  const editor = form.matches("[data-editor]");
  try {
    const fine = await load(form.action, { request: { method: "POST", body } });
    if (fine && editor) {
      const view = new URL(form.elements.view.value, location.href);
      history.replaceState(null, "", view.pathname + view.search);
    } else if (fine) {
      const view = new URL(form.elements.view.value, location.href);
      view.searchParams.set("counts", "1");
      history.replaceState(null, "", view.pathname + view.search);
    } else document.querySelector("#sheet [data-editor] textarea[name=value]")?.focus();
  } catch {
    form.removeAttribute("aria-busy");
    sayLost(true);
  }
});

window.addEventListener("popstate", () => load(location.pathname + location.search));
window.addEventListener("beforeunload", (event) => {
  const form = document.querySelector("#sheet [data-editor]");
  if (form && form.elements.value.value !== form.elements.value.defaultValue) event.preventDefault();
});

function sayLost(gone) {
  lost.textContent = gone ? desk.dataset.lost : "";
  lost.hidden = !gone;
}

let timer = 0;
const changes = new EventSource(`${desk.dataset.changes}?after=${number}`);
changes.addEventListener("changed", (event) => {
  if (JSON.parse(event.data).number === number) return;
  const address = location.pathname + location.search;
  load(address, { quiet: true }).then(() => { said.textContent = desk.dataset.updated; });
});
changes.addEventListener("open", () => {
  clearTimeout(timer);
  sayLost(false);
});
changes.addEventListener("error", () => {
  clearTimeout(timer);
  timer = setTimeout(() => sayLost(true), 1500);
});

for (const holder of document.querySelectorAll("[data-part]")) carry(holder);
enhance();
