// The filter: a choice is sent to Python, which counts and shows the articles that it selects.
"use strict";

pincite.scope = (() => {
  /** Sets the filter `wanted` (since, until, source) from now on. */
  function narrow(wanted) {
    if (document.querySelector("[data-pending]")) return;
    document.querySelector("html[data-sheet] [data-close]")?.click(); // it would cover the change
    pincite.tell("narrow", wanted);
  }

  document.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-narrow]");
    if (choice) narrow(JSON.parse(choice.dataset.narrow));
    const open = document.querySelector(".narrowing[open]");
    if (open && !event.target.closest(".narrowing")) open.open = false;
  });

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-narrow-form]");
    if (!form) return;
    event.preventDefault();
    const typed = Object.fromEntries(new FormData(form));
    for (const name in typed) typed[name] = typed[name].trim() || null;
    narrow(typed);
  });

  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && event.target.closest?.(".narrowing[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  return { narrow };
})();
