// What a reader has begun to answer outlives a reload and a lost connection, in this tab only, until it is sent.
const name = (form) => `autopsie.draft.${form.dataset.draft || form.elements.ask_id.value}`;

function fields(form) {
  return [...form.elements].filter((each) => each.name && !["hidden", "file", "submit"].includes(each.type));
}

const isBox = (field) => field.type === "checkbox" || field.type === "radio";

function save(form) {
  const kept = fields(form).filter((each) => !isBox(each) || each.checked).map((each) => [each.name, each.value]);
  sessionStorage.setItem(name(form), JSON.stringify(kept));
}

function restore(form) {
  let kept;
  try {
    kept = JSON.parse(sessionStorage.getItem(name(form)));
  } catch { /* not ours, or of an older page: begin afresh */ }
  if (!Array.isArray(kept)) return;
  for (const field of fields(form)) {
    const given = kept.filter(([named]) => named === field.name).map(([, value]) => value);
    if (isBox(field)) field.checked = given.includes(field.value);
    else if (given.length) field.value = given[0];
    else continue;
    for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
  }
}

export function keepDraft(root) {
  const form = root.querySelector("form[data-kind], form[data-draft]");
  if (!form) return;
  // What the server shows again after a refusal is newer than the draft.
  if (!document.querySelector("#content > .notice.warning")) restore(form);
  for (const type of ["input", "change"]) form.addEventListener(type, () => save(form));
}

export function dropDraft(form) {
  sessionStorage.removeItem(name(form));
}
