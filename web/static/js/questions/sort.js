// Says how many items have a place.
import { Tally } from "./words.js";

customElements.define("sort-tally", class extends Tally {
  count() {
    return {
      n: this.querySelectorAll("input:checked").length,
      total: this.querySelectorAll("fieldset").length,
    };
  }
});
