// A text being written outlives a reload and a lost connection, in this tab only, until it is sent.
const name = (form) => `autopsie.draft.${form.elements.ask_id.value}`;

export function keepDraft(root) {
  const form = root.querySelector("form[data-kind=text]");
  if (!form) return;
  const field = form.elements.text;
  if (!field.value) field.value = sessionStorage.getItem(name(form)) || "";
  field.addEventListener("input", () => sessionStorage.setItem(name(form), field.value));
}

export function dropDraft(form) {
  sessionStorage.removeItem(name(form));
}
