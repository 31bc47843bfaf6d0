// Digits 1 to 9 choose an option; a box switches them off (WCAG 2.1.4) and is remembered.
const STORE = "autopsie.keys";

export function listenForKeys(next) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (!/^[1-9]$/.test(event.key) || localStorage.getItem(STORE) === "off") return;
    const button = next.querySelector(`[data-digit="${event.key}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
  next.addEventListener("change", (event) => {
    if (event.target.closest("[data-keys]")) {
      localStorage.setItem(STORE, event.target.checked ? "on" : "off");
    }
  });
}

export function showSwitch(next) {
  const label = next.querySelector("[data-keys]");
  if (!label) return;
  label.hidden = false;
  label.querySelector("input").checked = localStorage.getItem(STORE) !== "off";
}
