// Sentences come from the server with marks (#n, #total) where a figure goes; figures are set in its language.
const format = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 6 });

export function figure(value) {
  return format.format(value).replace("-", "\u2212");
}

export function fill(sentence, values) {
  return sentence.replace(/#([a-z]+)/g, (mark, name) => (name in values ? String(values[name]) : mark));
}

// A count shown under a list of boxes, and said once the reader pauses.
export class Tally extends HTMLElement {
  connectedCallback() {
    this.shown = this.querySelector("[data-tally]");
    this.said = this.querySelector("[data-announce]");
    this.shown.hidden = false;
    this.shown.setAttribute("aria-hidden", "true"); // the announcement says the same
    this.addEventListener("change", () => this.tell(true));
    this.tell(false);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  tell(aloud) {
    const words = fill(this.dataset.says, this.count());
    this.shown.textContent = words;
    clearTimeout(this.timer);
    if (aloud) this.timer = setTimeout(() => { this.said.textContent = words; }, 400);
  }
}
