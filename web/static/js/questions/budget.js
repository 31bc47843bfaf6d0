// What is left is shown and said as it is spent; what cannot be paid is not taken, and the page says why.
import { figure, fill } from "./words.js";

customElements.define("spent-budget", class extends HTMLElement {
  connectedCallback() {
    this.total = Number(this.dataset.total);
    this.purse = this.querySelector("[data-purse]");
    this.refusal = this.querySelector("[data-refusal]");
    this.items = [...this.querySelectorAll("li[data-cost]")].map((row) => ({
      cost: Number(row.dataset.cost),
      most: Number(row.dataset.most),
      input: row.querySelector("input"),
      buttons: [...row.querySelectorAll("[data-step]")],
    }));
    for (const item of this.items) {
      item.input.addEventListener("change", () => this.take(item, this.read(item)));
      for (const button of item.buttons) {
        button.hidden = false;
        button.addEventListener("click", () => this.take(item, this.read(item) + Number(button.dataset.step)));
      }
    }
    this.show();
  }

  read(item) {
    if (item.input.type === "checkbox") return item.input.checked ? 1 : 0;
    const count = Math.trunc(Number(item.input.value));
    return Number.isFinite(count) ? count : 0;
  }

  set(item, count) {
    if (item.input.type === "checkbox") item.input.checked = count > 0;
    else item.input.value = String(count);
  }

  spent(except) {
    return this.items.reduce((sum, item) => sum + (item === except ? 0 : item.cost * this.read(item)), 0);
  }

  take(item, wanted) {
    const left = this.total - this.spent(item);
    const affordable = item.cost ? Math.floor(left / item.cost) : item.most;
    const count = Math.max(0, Math.min(wanted, item.most, affordable));
    this.set(item, count);
    this.refusal.textContent = "";
    if (wanted > count) {
      this.refusal.textContent = wanted > item.most
        ? fill(this.dataset.most, { most: figure(item.most) })
        : fill(this.dataset.short, { left: figure(left - item.cost * count), cost: figure(item.cost) });
    }
    this.show();
  }

  show() {
    const left = this.total - this.spent();
    this.purse.textContent = fill(this.dataset.left, { n: figure(left), total: figure(this.total) });
    this.purse.classList.toggle("empty", left <= 0);
    for (const item of this.items) {
      for (const button of item.buttons) {
        const next = this.read(item) + Number(button.dataset.step);
        const beyond = next < 0 || next > item.most || (next > this.read(item) && item.cost > left);
        button.setAttribute("aria-disabled", String(beyond)); // stays in reach, and says why when pressed
      }
    }
  }
});
