// Lights what a sentence of the guide rests on while it is pointed at, focused or opened; Enter, a click or a
// tap opens the line under its paragraph that names it, with links. Without script the cites still lead there.
const SENTENCE = ".said[data-rests]";
const held = { pointed: null, focused: null, opened: null };
let lit = [];

function noteOf(sentence) {
  return document.getElementById(sentence.getAttribute("aria-describedby"));
}

function runsOf(sentence) {
  // Markup may cut a sentence in several elements, all described by one line.
  return document.querySelectorAll(`.said[aria-describedby="${sentence.getAttribute("aria-describedby")}"]`);
}

function cardsOf(sentence) {
  return sentence.dataset.rests.split(" ").flatMap((name) => {
    const cards = [...document.querySelectorAll(`[data-evidence~="${name}"]`)];
    const plates = cards.filter((card) => card.matches(".plate"));
    // A measure that was made twice has two plates: the sentence speaks of the last one before it.
    const before = plates.filter(
      (plate) => plate.compareDocumentPosition(sentence) & Node.DOCUMENT_POSITION_FOLLOWING,
    );
    const plate = before.at(-1) ?? plates[0];
    return cards.filter((card) => !card.matches(".plate") || card === plate);
  });
}

function light() {
  for (const each of lit) each.classList.remove("lit");
  const sentences = new Set(Object.values(held).filter((each) => each?.isConnected));
  lit = [...sentences].flatMap((each) => [...runsOf(each), ...cardsOf(each)]);
  for (const each of lit) each.classList.add("lit");
}

function hold(as, element) {
  const sentence = element?.closest?.(SENTENCE) ?? null;
  if (held[as] === sentence) return;
  held[as] = sentence;
  light();
}

function open(sentence) {
  const before = held.opened;
  const after = before && noteOf(before) === noteOf(sentence) ? null : sentence;
  if (before?.isConnected) noteOf(before).hidden = true;
  if (after) noteOf(after).hidden = false;
  held.opened = after;
  light();
}

document.addEventListener("pointerover", (event) => hold("pointed", event.target));
document.addEventListener("pointerout", (event) => hold("pointed", event.relatedTarget));
document.addEventListener("focusin", (event) => hold("focused", event.target));
document.addEventListener("focusout", (event) => hold("focused", event.relatedTarget));

document.addEventListener("click", (event) => {
  if (event.target.closest("a, button, [popover]")) return;
  const sentence = event.target.closest(SENTENCE);
  if (sentence && getSelection().isCollapsed) open(sentence); // not where words are being selected
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches(SENTENCE)) {
    event.preventDefault();
    open(event.target);
  } else if (event.key === "Escape" && held.opened) {
    open(held.opened);
  }
});
