// Follows the play: each message carries fragments that the server rendered, whole sentences at a time.
const TYPES = [
  "opened", "entered", "narrated", "worded", "offered", "answered", "rejected", "tool_started",
  "tool_progress", "tool_finished", "tool_failed", "set", "found", "moved", "believed",
  "settings_changed", "migrated", "hypothesis_added", "ended",
];
const RETRY = 3000; // ms before trying again after the server closed the stream
const PATIENCE = 2500; // ms without a connection before saying so

export function follow(page, { enhance, showOffline }) {
  const record = document.getElementById("record");
  const pending = document.getElementById("pending");
  const next = document.getElementById("next");
  const ending = document.getElementById("ending");
  const notebook = document.getElementById("notebook");
  const rail = document.getElementById("rail");
  let seq = Number(page.dataset.seq);
  let source = null;
  let answered = false; // the reader has just answered: bring what follows into view
  let timer = 0;

  function fragment(html) {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    return holder.content;
  }

  function bringIntoView(element) {
    if (!answered || !element) return;
    answered = false;
    element.tabIndex = -1;
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "start" });
  }

  function append(data) {
    const piece = fragment(data.html);
    const first = piece.firstElementChild;
    for (const each of piece.children) each.classList.add("settle");
    const last = record.querySelector(":scope > .step:last-of-type");
    if (data.step || !last) record.append(piece);
    else last.append(piece);
    if (data.type !== "answered") bringIntoView(first);
  }

  function take(event) {
    const data = JSON.parse(event.data);
    if (data.reload) {
      location.reload();
      return;
    }
    if (data.seq && data.type !== "tool_progress") {
      if (data.seq <= seq) return;
      seq = data.seq;
    }
    if (data.type === "tool_started" || data.type === "tool_progress") {
      pending.replaceChildren(fragment(data.html));
      if (data.type === "tool_started") bringIntoView(pending.firstElementChild);
    } else if (data.type === "ended") {
      pending.replaceChildren();
      ending.replaceChildren(fragment(data.html));
      const way = document.querySelector("[data-way]");
      way.href = "#ending";
      way.querySelector("span").textContent = way.dataset.end;
    } else {
      if (["tool_finished", "tool_failed", "offered"].includes(data.type)) pending.replaceChildren();
      if (data.html) append(data);
    }
    if (data.next !== null) {
      next.replaceChildren(fragment(data.next));
      if (data.next) enhance();
    }
    if (data.notebook !== null) {
      notebook.replaceChildren(fragment(data.notebook));
      const count = notebook.querySelectorAll(".piece").length;
      document.querySelector("[data-pieces]").textContent = String(count);
    }
    if (data.progress !== null) rail.replaceChildren(fragment(data.progress));
    if (data.ended && source) {
      source.close();
      source = null;
    }
  }

  function connect() {
    if (!("EventSource" in window) || "ended" in page.dataset) return;
    const url = new URL(page.dataset.events, location.href);
    url.searchParams.set("after", String(seq));
    source = new EventSource(url);
    for (const type of TYPES) source.addEventListener(type, take);
    source.addEventListener("open", () => {
      clearTimeout(timer);
      showOffline(false);
    });
    source.addEventListener("error", () => {
      clearTimeout(timer);
      timer = setTimeout(() => showOffline(true), PATIENCE);
      if (source && source.readyState === EventSource.CLOSED) {
        source = null;
        setTimeout(connect, RETRY);
      }
    });
  }

  window.addEventListener("offline", () => showOffline(true));
  window.addEventListener("online", () => showOffline(false));
  connect();
  return {
    live: () => source !== null && source.readyState === EventSource.OPEN,
    expectAnswer: () => { answered = true; },
  };
}
