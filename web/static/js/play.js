// The page of a play. Everything here is comfort: without it the forms post and the page reloads.
import { enhanceFields } from "./fields.js";
import { listenForKeys } from "./keys.js";
import { keepDraft, dropDraft } from "./drafts.js";
import { takeQuestions } from "./enquiry.js";
import { openAsSheet } from "./notebook_sheet.js";
import { follow } from "./stream.js";
import "./before_after.js";
import "./licence.js";
import "./questions/budget.js";
import "./questions/curve.js";
import "./questions/sign.js";
import "./questions/slider.js";
import "./questions/sort.js";

const page = document.querySelector("[data-events]");
const next = document.getElementById("next");
const offline = document.getElementById("offline");

openAsSheet(document.getElementById("notebook"), document.querySelector(".dock"));

function showOffline(lost) {
  offline.textContent = lost ? page.dataset.offline : "";
  offline.hidden = !lost;
}

function enhance() {
  enhanceFields(next);
  keepDraft(next);
}

function say(form, words, kind) {
  const line = form.querySelector("[data-state]");
  line.textContent = words;
  line.className = kind ? `notice ${kind}` : "sending";
}

async function send(form, submitter) {
  form.setAttribute("aria-busy", "true");
  say(form, page.dataset.sending, "");
  let answer;
  try {
    const body = new FormData(form, submitter);
    // A file that was not chosen must not travel as an empty one.
    for (const [name, value] of [...body]) if (value instanceof File && !value.size) body.delete(name);
    answer = await fetch(form.action, { method: "POST", headers: { Accept: "application/json" }, body });
  } catch {
    form.removeAttribute("aria-busy");
    say(form, page.dataset.offline, "warning");
    return;
  }
  if (answer.ok) {
    dropDraft(form);
    showOffline(false);
    if (!stream.live()) location.reload();
    return;
  }
  form.removeAttribute("aria-busy");
  if (answer.status === 409) {
    location.reload();
    return;
  }
  let told = answer.statusText;
  try {
    const problem = await answer.json();
    told = problem.detail || problem.title || told;
  } catch { /* not a problem document: the status line says what there is to say */ }
  say(form, told, "error");
}

next.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.getAttribute("aria-busy") === "true") {
    event.preventDefault();
    return;
  }
  event.preventDefault();
  stream.expectAnswer();
  send(form, event.submitter);
});

const stream = follow(page, { enhance, showOffline });
listenForKeys(next);
takeQuestions(page, stream, showOffline);
enhance();
