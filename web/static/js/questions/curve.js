// The numbers are the answer; the plot shows them as a curve, and a pointer drawn across it writes them.
const SVG = "http://www.w3.org/2000/svg";

customElements.define("drawn-curve", class extends HTMLElement {
  connectedCallback() {
    this.low = Number(this.dataset.low);
    this.high = Number(this.dataset.high);
    this.step = Number(this.dataset.step);
    this.inputs = [...this.querySelectorAll("input")];
    this.plots = [...this.querySelectorAll("svg")].map((svg) => {
      const frame = svg.querySelector(".plot");
      return {
        svg,
        line: svg.querySelector(".sketched"),
        top: Number(frame.getAttribute("y")),
        height: Number(frame.getAttribute("height")),
        low: Number(frame.dataset.low),
        high: Number(frame.dataset.high),
        places: frame.dataset.places.split(" ").map(Number),
      };
    });
    this.setAttribute("data-ready", "");
    for (const hint of this.closest("form").querySelectorAll("[data-scripted]")) hint.hidden = false;
    this.inputs.forEach((input, index) => {
      input.addEventListener("input", () => this.draw());
      input.addEventListener("focus", () => this.draw(index));
      input.addEventListener("blur", () => this.draw());
      input.addEventListener("keydown", (event) => this.press(event, index));
    });
    for (const plot of this.plots) this.listen(plot);
    this.draw();
  }

  listen(plot) {
    let last = null;
    plot.svg.addEventListener("pointerdown", (event) => {
      if (event.button > 0) return;
      plot.svg.setPointerCapture(event.pointerId);
      last = this.place(plot, event);
      this.write(plot, last, last);
      event.preventDefault();
    });
    plot.svg.addEventListener("pointermove", (event) => {
      if (!last) return;
      const now = this.place(plot, event);
      this.write(plot, last, now);
      last = now;
    });
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
      plot.svg.addEventListener(end, () => { last = null; });
    }
  }

  // Where the pointer is, in the drawing's own units.
  place(plot, event) {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(plot.svg.getScreenCTM().inverse());
    return { x: at.x, y: at.y };
  }

  // Every point that the pointer passed, or the nearest one where it stands still, takes its height.
  write(plot, from, to) {
    const [left, right] = from.x < to.x ? [from, to] : [to, from];
    const passed = plot.places.map((x, index) => index)
      .filter((index) => plot.places[index] >= left.x && plot.places[index] <= right.x);
    const apart = (index) => Math.abs(plot.places[index] - to.x);
    const reached = passed.length ? passed
      : [plot.places.reduce((best, x, index) => (apart(index) < apart(best) ? index : best), 0)];
    for (const index of reached) {
      const span = right.x - left.x;
      const share = passed.length && span ? (plot.places[index] - left.x) / span : null;
      const y = share === null ? to.y : left.y + share * (right.y - left.y);
      this.put(index, plot.low + (1 - (y - plot.top) / plot.height) * (plot.high - plot.low));
    }
    this.draw(reached.at(-1));
  }

  put(index, value) {
    const kept = Math.min(Math.max(value, this.low), this.high);
    const stepped = this.low + Math.round((kept - this.low) / this.step) * this.step;
    this.inputs[index].value = String(Number(Math.min(stepped, this.high).toFixed(6)));
  }

  press(event, index) {
    const steps = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
    if (!steps || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const now = this.inputs[index].value;
    this.put(index, (now === "" ? (this.low + this.high) / 2 : Number(now)) + steps * this.step);
    this.draw(index);
  }

  draw(active = this.inputs.indexOf(document.activeElement)) {
    const heights = this.inputs.map((input) => {
      const value = Number(input.value);
      return input.value === "" || value < this.low || value > this.high ? null : value;
    });
    for (const plot of this.plots) {
      const spots = heights.map((y, index) => (y === null ? null : [
        plot.places[index],
        plot.top + (1 - (y - plot.low) / (plot.high - plot.low)) * plot.height,
      ]));
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("class", "bet-line");
      path.setAttribute("d", spots.map((spot, index) => (spot
        ? `${index && spots[index - 1] ? "L" : "M"}${spot[0]} ${spot[1]}` : "")).join(""));
      const marks = spots.flatMap((spot, index) => {
        if (!spot) return [];
        const size = index === active ? 16 : 10;
        const mark = document.createElementNS(SVG, "rect");
        mark.setAttribute("class", "mark");
        mark.setAttribute("x", spot[0] - size / 2);
        mark.setAttribute("y", spot[1] - size / 2);
        mark.setAttribute("width", size);
        mark.setAttribute("height", size);
        return [mark];
      });
      plot.line.replaceChildren(path, ...marks);
    }
  }
});
