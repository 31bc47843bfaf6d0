// Sliders beside their numbers: the number is what is sent, the slider moves it and the mark on the axis.
import { showSwitch } from "./keys.js";

function moveMark(axis, value) {
  const low = Number(axis.dataset.low);
  const share = (value - low) / (Number(axis.dataset.high) - low);
  for (const mark of axis.querySelectorAll(".bet-mark")) {
    const x = Math.min(Math.max(share, 0), 1) * Number(mark.dataset.length);
    mark.setAttribute("transform", `translate(${x} 0)`);
  }
}

export function enhanceFields(root) {
  showSwitch(root);
  for (const slider of root.querySelectorAll("[data-slider]")) {
    const number = root.querySelector(`#${slider.dataset.slider}`);
    const axis = slider.closest("[data-low]");
    slider.hidden = false;
    slider.addEventListener("input", () => {
      number.value = slider.value;
      moveMark(axis, Number(slider.value));
    });
    number.addEventListener("input", () => {
      if (number.value === "" || !number.validity.valid) return;
      slider.value = number.value;
      moveMark(axis, Number(number.value));
    });
    moveMark(axis, Number(slider.value));
  }
  const percent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" });
  for (const slider of root.querySelectorAll("[data-percent]")) {
    const output = root.querySelector(`output[for="${slider.id}"]`);
    const show = () => { output.textContent = percent.format(Number(slider.value)); };
    slider.addEventListener("input", show);
    show();
  }
}
