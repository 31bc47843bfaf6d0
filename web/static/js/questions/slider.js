// The slider moves the number, which is what is sent; the measure at that position is read as it moves.
import { figure, fill } from "./words.js";

customElements.define("slider-reading", class extends HTMLElement {
  connectedCallback() {
    this.number = this.querySelector("input[type=number]");
    this.slider = this.querySelector("input[type=range]");
    this.output = this.querySelector("output");
    this.rows = [...this.querySelectorAll("[data-position]")];
    this.slider.parentElement.hidden = false;
    this.slider.addEventListener("input", () => {
      this.number.value = this.slider.value;
      this.read();
    });
    this.number.addEventListener("input", () => {
      if (this.number.value === "" || !this.number.validity.valid) return;
      this.slider.value = this.number.value;
      this.read();
    });
    if (this.number.value !== "") this.read();
  }

  read() {
    const at = Number(this.number.value);
    this.slider.setAttribute("aria-valuetext", figure(at));
    if (!this.output || !this.rows.length) return;
    const apart = (row) => Math.abs(Number(row.dataset.position) - at);
    const nearest = this.rows.reduce((best, row) => (apart(row) < apart(best) ? row : best));
    for (const row of this.rows) row.classList.toggle("here", row === nearest);
    const exact = apart(nearest) < 1e-9;
    this.output.textContent = fill(exact ? this.dataset.here : this.dataset.near, {
      x: nearest.querySelector("th").textContent,
      y: nearest.querySelector("td").textContent,
    });
    this.output.parentElement.hidden = false;
  }
});
