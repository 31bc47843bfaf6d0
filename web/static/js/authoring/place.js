// What a live update must not disturb: scrolled places, opened details, the focused element, typed suppositions.
export function carry(holder) {
  holder.dataset.html = "";
  const node = holder.querySelector(".g-here");
  const frame = node?.closest("[data-scroll]");
  if (frame) reveal(frame, node);
}

function reveal(frame, node) {
  const box = node.getBoundingClientRect();
  const held = frame.getBoundingClientRect();
  frame.scrollLeft += box.left + box.width / 2 - (held.left + held.width / 2);
  if (box.top < held.top || box.bottom > held.bottom) frame.scrollTop += box.top - held.top - held.height / 3;
}

export function keepPlace(holder) {
  const frames = [...holder.querySelectorAll("[data-scroll]")].map((each) => [each.scrollLeft, each.scrollTop]);
  const open = new Map([...holder.querySelectorAll("details[data-keep]")].map((each) => [each.dataset.keep, each.open]));
  const ticked = [...holder.querySelectorAll("[data-keep-check]")].map((each) => each.checked);
  const focused = holder.contains(document.activeElement) ? mark(document.activeElement) : "";
  const here = holder.querySelector("[name=node]")?.value;
  const fields = new Map();
  for (const each of holder.querySelectorAll(".start-sheet [name]")) {
    if (each.type === "hidden") continue;
    if (each.type === "checkbox" || each.type === "radio") fields.set(`${each.name}=${each.value}`, each.checked);
    else if (each.value !== each.defaultValue) fields.set(each.name, each.value);
  }
  return () => {
    holder.querySelectorAll("[data-keep-check]").forEach((each, at) => { each.checked = Boolean(ticked[at]); });
    holder.querySelectorAll("[data-scroll]").forEach((each, at) => {
      if (frames[at]) [each.scrollLeft, each.scrollTop] = frames[at];
    });
    for (const each of holder.querySelectorAll("details[data-keep]")) {
      if (open.get(each.dataset.keep)) each.open = true;
    }
    if (here && holder.querySelector("[name=node]")?.value === here) {
      for (const each of holder.querySelectorAll(".start-sheet [name]")) {
        const kept = fields.get(each.type === "checkbox" || each.type === "radio" ? `${each.name}=${each.value}` : each.name);
        if (kept === undefined) continue;
        if (typeof kept === "boolean") each.checked = kept;
        else each.value = kept;
      }
    }
    if (focused) holder.querySelector(focused)?.focus({ preventScroll: true });
  };
}

function mark(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  if (element.dataset?.edit) return `[data-edit="${CSS.escape(element.dataset.edit)}"]`;
  if (element.dataset?.node) return `[data-node="${CSS.escape(element.dataset.node)}"]`;
  return element.name ? `${element.localName}[name="${CSS.escape(element.name)}"]` : "";
}
