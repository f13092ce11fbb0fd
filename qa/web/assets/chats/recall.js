// The arrow keys recall the questions of this chat, as in a shell. What stands in the box is still
// there when the page is loaded again.
"use strict";

pincite.recall = (() => {
  const TYPED = "pincite.typed"; // a key of the tab's own storage
  let back = 0; // the question in the box was asked so many questions ago

  const questions = () =>
    [...document.querySelectorAll("#transcript .question .said")].map((each) => each.textContent);

  document.addEventListener("keydown", (event) => {
    const box = event.target.closest?.("#question textarea");
    if (!box || event.isComposing) return;
    const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    const asked = questions();
    const recalled = back > 0 && box.value === asked[asked.length - back];
    if (!step || (box.value && !recalled)) return;
    if (!recalled) back = 0;
    const next = back + step;
    if (next < 0 || next > asked.length) return;
    event.preventDefault();
    back = next;
    put(back ? asked[asked.length - back] : "");
  });

  /** Puts a text into the question box, as if it had been typed. */
  function put(text) {
    const box = document.querySelector("#question textarea");
    box.value = text;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    const focus = () => {
      box.focus({ preventScroll: true });
      box.setSelectionRange(text.length, text.length);
    };
    if (!box.disabled) return focus();
    // it is unlocked a moment after the answer
    const unlocked = (_, watching) => box.disabled || (watching.disconnect(), focus());
    new MutationObserver(unlocked).observe(box, { attributeFilter: ["disabled"] });
  }

  // The page is also loaded again when its server was away.
  addEventListener("pagehide", () => {
    const typed = document.querySelector("#question textarea")?.value ?? "";
    try {
      sessionStorage.setItem(TYPED, typed);
    } catch {
      // a browser without storage keeps nothing
    }
  });

  /** Puts back what was typed before the page was loaded again. */
  function typed() {
    try {
      const text = sessionStorage.getItem(TYPED);
      if (text) put(text);
    } catch {
      // as above
    }
  }

  return { put, typed };
})();
