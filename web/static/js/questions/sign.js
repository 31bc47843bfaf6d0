// Says how many sentences are signed.
import { Tally } from "./words.js";

customElements.define("signed-count", class extends Tally {
  count() {
    return {
      n: this.querySelectorAll("input:checked").length,
      total: this.querySelectorAll("input[type=checkbox]").length,
    };
  }
});
