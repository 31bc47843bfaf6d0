// Prose edited in place: Ctrl+Enter saves, Escape cancels; the field grows with its text.
export function openEditor(address, go) {
  return go(address, { focus: "#edit-value" });
}

export function enhanceEditor(root, { cancel }) {
  const form = root.querySelector("[data-editor]");
  if (!form || form.dataset.ready) return;
  form.dataset.ready = "1";
  const field = form.elements.value;
  const grow = () => {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 4}px`;
  };
  field.addEventListener("input", grow);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === "Escape") {
      event.preventDefault();
      cancel(form.querySelector("[data-cancel]"));
    }
  });
  grow();
}
