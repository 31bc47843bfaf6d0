// Questions put to the file, and the measures that they are offered, without leaving the page.
import { dropDraft, keepDraft } from "./drafts.js";

const JSON_ONLY = { Accept: "application/json" };

function freshKey() {
  return [...crypto.getRandomValues(new Uint8Array(8))].map((each) => each.toString(16).padStart(2, "0")).join("");
}

export function takeQuestions(page, stream, showOffline) {
  const box = document.getElementById("ask");
  if (!box) return;
  const form = box.querySelector("form[data-enquiry]");
  const field = form.elements.question;
  keepDraft(box);

  function say(line, words, kind) {
    if (!line) return;
    line.textContent = words;
    line.className = kind ? `notice ${kind}` : "sending";
  }

  async function post(from, body, line) {
    from.setAttribute("aria-busy", "true");
    say(line, page.dataset.sending, "");
    try {
      const answer = await fetch(from.action, { method: "POST", headers: JSON_ONLY, body });
      const told = await answer.json().catch(() => ({}));
      if (answer.ok) {
        showOffline(false);
        say(line, "", "");
        if (!stream.expectAside(told.question)) location.reload();
        return true;
      }
      say(line, told.detail || told.title || answer.statusText, "warning");
    } catch {
      say(line, page.dataset.offline, "warning"); // what was typed stays in the field, and in the draft
    } finally {
      from.removeAttribute("aria-busy");
    }
    return false;
  }

  async function ask() {
    if (form.getAttribute("aria-busy") === "true") return;
    const taken = await post(form, new URLSearchParams(new FormData(form)), form.querySelector("[data-state]"));
    if (!taken) return;
    dropDraft(form);
    field.value = "";
    form.elements.key.value = freshKey();
    if (matchMedia("(pointer: coarse)").matches) field.blur(); // so that the keyboard uncovers the answer
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  box.addEventListener("submit", (event) => {
    if (!event.target.matches(".suggested")) return;
    event.preventDefault();
    field.value = event.submitter.value;
    ask();
  });
  document.getElementById("content").addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-measure]")) return;
    event.preventDefault();
    if (event.target.getAttribute("aria-busy") === "true") return;
    post(event.target, new URLSearchParams(), event.target.querySelector("[data-state]"));
  });
}
