// On a phone the notebook is a sheet over the report: opened from the dock, closed by the dock, Escape, a tap
// beside it or a link that leads back into the report. Without script the dock's links lead down the page.
const PHONE = matchMedia("(max-width: 53.99rem)");

export function openAsSheet(notebook, dock) {
  if (!notebook || !dock) return;
  const links = [...dock.querySelectorAll("[data-sheet]")];
  const close = dock.querySelector("[data-close]");
  let from = null; // the link that opened it

  function show(link) {
    from = link;
    notebook.classList.add("sheet");
    close.hidden = false;
    for (const each of links) each.setAttribute("aria-expanded", String(each === link));
    const heading = document.getElementById(link.hash.slice(1));
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    notebook.scrollTop = heading.offsetTop - notebook.querySelector("h2").offsetTop;
  }

  function hide(giveBack) {
    if (!from) return;
    notebook.classList.remove("sheet");
    close.hidden = true;
    for (const each of links) each.setAttribute("aria-expanded", "false");
    if (giveBack) from.focus({ preventScroll: true });
    from = null;
  }

  for (const link of links) {
    link.addEventListener("click", (event) => {
      if (!PHONE.matches) return;
      event.preventDefault();
      if (from === link) hide(true);
      else show(link);
    });
  }
  close.addEventListener("click", () => hide(true));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && from && !document.querySelector(":popover-open")) hide(true);
  });
  document.addEventListener("click", (event) => {
    if (!from || dock.contains(event.target)) return;
    if (!notebook.contains(event.target) || event.target.closest("a[href^='#']")) hide(false);
  });
  PHONE.addEventListener("change", () => hide(false));
}
