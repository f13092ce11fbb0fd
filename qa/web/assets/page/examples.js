// Example questions for an empty chat after the articles have changed. Finding them takes a moment;
// meanwhile the page can be used.
"use strict";

pincite.examples = (() => {
  const { make, say } = pincite;

  /** Shows the examples below the welcome, if it has none yet. */
  async function offer() {
    const welcome = document.querySelector("#transcript .welcome[data-wanting]");
    if (!welcome) return;
    welcome.removeAttribute("data-wanting");
    const label = make("p", { class: "label", role: "status" }, say("welcome.finding"));
    welcome.append(label);
    const found = await fetch("/pincite/examples").then((answer) => answer.json()).catch(() => []);
    if (!found.length) {
      label.remove();
      return;
    }
    label.textContent = say("welcome.examples");
    const item = (question) =>
      make("li", {}, make("button", {
        type: "button", class: "example", "data-example": question, dir: "auto",
      }, question));
    welcome.append(make("ul", { class: "examples" }, ...found.map(item)));
  }

  return { offer };
})();
