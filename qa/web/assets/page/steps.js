// What is happening while a question is answered. Python sends each step; it is put into the turn
// that waits, with what is found already, and goes when the answer takes this turn's place.
"use strict";

pincite.steps = (() => {
  const LASTING = 1000; // milliseconds after which a step is read aloud; most are shorter
  let kind = "";
  let timer = 0;

  const pending = () => document.querySelector("#transcript [data-pending]");

  /** Wires the hidden element in which the steps arrive. */
  function arriving(element, watch) {
    watch("value", () => {
      const told = element.querySelector("[data-step]");
      const line = pending();
      if (told && line) show(line, told.textContent, element.querySelector(".so-far"));
      announce(line ? told?.dataset.step ?? "" : "");
    });
  }

  function show(line, words, found) {
    line.setAttribute("aria-live", "off"); // the log around it would read each number
    line.textContent = words;
    const shown = line.parentElement.querySelector(".so-far");
    if (!found || shown?.innerHTML === found.innerHTML) return;
    shown?.remove();
    line.after(found.cloneNode(true));
  }

  /** Has a screen reader say what is happening: each kind of step once, and only if it lasts. */
  function announce(next) {
    if (next === kind) return;
    kind = next;
    clearTimeout(timer);
    timer = next ? setTimeout(() => pending() && pincite.carry.say(pending().textContent), LASTING) : 0;
  }

  return { arriving };
})();
