// The free table: copy what can be copied, and look again while a measure runs. Without this, the page reloads.
const LOOK_AGAIN = 1500; // milliseconds

function offerCopies(root) {
  for (const button of root.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const field = document.getElementById(button.dataset.copy);
      try {
        await navigator.clipboard.writeText(field.value);
        button.textContent = button.dataset.done;
      } catch {
        field.focus();
        field.select();
      }
    });
  }
}

async function lookAgain() {
  try {
    const answer = await fetch(location.pathname + location.search, { headers: { accept: "text/html" } });
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("result");
      const status = document.querySelector("#result [role=status]");
      const news = fresh?.querySelector("[role=status]");
      if (fresh?.dataset.busy === "yes" && status && news) status.replaceChildren(...news.childNodes);
      else if (fresh?.dataset.busy === "no") return location.reload();
    }
  } catch {
    // no network for a moment: look again
  }
  setTimeout(lookAgain, LOOK_AGAIN);
}

offerCopies(document);
if (document.querySelector("#result[data-busy=yes]")) setTimeout(lookAgain, LOOK_AGAIN);
