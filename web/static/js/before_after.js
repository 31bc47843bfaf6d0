// Two pictures of the same size, one over the other, with a slider between. Without script both stand side by side.
customElements.define("before-after", class extends HTMLElement {
  connectedCallback() {
    const shown = [...this.querySelectorAll(":scope > .panels > figure .panel")];
    if (shown.length !== 2 || this.querySelector(".cut")) return;
    const [before, after] = shown.map((each) => each.getAttribute("viewBox"));
    if (before !== after) return;
    const label = document.createElement("label");
    label.className = "over";
    const box = document.createElement("input");
    box.type = "checkbox";
    label.append(box, ` ${this.dataset.over}`);
    const cut = document.createElement("input");
    cut.type = "range";
    cut.className = "cut";
    cut.hidden = true;
    cut.min = "0";
    cut.max = "100";
    cut.value = "50";
    cut.setAttribute("aria-label", this.dataset.cut);
    const move = () => {
      this.style.setProperty("--cut", `${cut.value}%`);
      cut.setAttribute("aria-valuetext", `${cut.value} %`);
    };
    cut.addEventListener("input", move);
    box.addEventListener("change", () => {
      this.classList.toggle("overlaid", box.checked);
      cut.hidden = !box.checked;
    });
    move();
    this.prepend(label);
    this.append(cut);
  }
});
