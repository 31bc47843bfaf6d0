// Follows the play: each message carries fragments that the server rendered, whole sentences at a time.
const TYPES = [
  "opened", "entered", "narrated", "wording", "worded", "offered", "answered", "rejected", "tool_started",
  "tool_progress", "tool_finished", "tool_failed", "set", "found", "moved", "believed",
  "settings_changed", "migrated", "hypothesis_added", "ended", "questioned", "quoted", "measured",
];
const ASIDE = ["questioned", "quoted", "measured"]; // beside the story: they leave its question alone
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
  const awaited = new Set(); // questions of this tab, for their answers to be brought into view

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

  function replaceOffer(data) {
    const offer = document.getElementById(`offer-${data.question}`);
    if (!offer || data.offer === null) return;
    const held = offer.contains(document.activeElement);
    const fresh = fragment(data.offer).firstElementChild;
    offer.replaceWith(fresh);
    if (!held) return;
    fresh.tabIndex = -1;
    fresh.focus({ preventScroll: true });
  }

  function appendAside(data) {
    const piece = fragment(data.html);
    const first = piece.querySelector(".step > *:not(.number)") || piece.firstElementChild;
    for (const each of piece.children) each.classList.add("settle");
    if (data.after) document.querySelector("#after > .step").append(piece);
    else {
      const last = record.querySelector(":scope > .step:last-of-type");
      (data.step || !last ? record : last).append(piece);
    }
    if (data.type !== "questioned") {
      const asked = document.getElementById(`question-${data.question}`);
      if (asked) asked.querySelector("[data-searching]")?.remove();
    }
    // In view, but the cursor stays where the reader types.
    if (awaited.has(data.question)) first.scrollIntoView({ block: data.type === "quoted" ? "nearest" : "start" });
    if (data.type !== "questioned") awaited.delete(data.question);
  }

  // A text that is being worded, or was: the same place, so that nothing that follows it moves away.
  function retell(data) {
    const text = document.getElementById(`text-${data.of}`);
    if (!text || !data.html) return;
    const open = text.querySelector("details.authors")?.open;
    const fresh = fragment(data.html).firstElementChild;
    const details = fresh.querySelector("details.authors");
    if (details && open) details.open = true;
    text.replaceWith(fresh);
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
    if (data.type === "wording" || data.type === "worded") {
      retell(data);
      return;
    }
    if (data.question) replaceOffer(data);
    if (ASIDE.includes(data.type)) {
      if (data.html) appendAside(data);
    } else if (data.question) { /* how far a measure beside the story is: its offer says it */
    } else if (data.type === "tool_started" || data.type === "tool_progress") {
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
    const suggested = document.getElementById("suggested");
    if (suggested && data.suggested !== null) suggested.replaceChildren(fragment(data.suggested));
    if (data.notebook !== null) {
      notebook.replaceChildren(fragment(data.notebook));
      const count = notebook.querySelectorAll(".piece").length;
      document.querySelector("[data-pieces]").textContent = String(count);
    }
    if (data.progress !== null) rail.replaceChildren(fragment(data.progress));
    if (data.ended && source) {
      source.close();
      source = null;
      page.dataset.ended = "";
    }
  }

  function connect() {
    if (!("EventSource" in window) || "ended" in page.dataset || source) return;
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
    // Something is to come beside the story, even once it is over; ``question`` where its number is known.
    expectAside: (question) => {
      if (question) awaited.add(question);
      delete page.dataset.ended;
      connect();
      return source !== null;
    },
  };
}
