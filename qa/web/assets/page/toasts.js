// Gradio's own messages, such as that the server is away, in the language of the page.
"use strict";

(() => {
  const KEYS = {
    "Connection to the server was lost. Attempting reconnection...": "toast.lost",
    Error: "toast.error",
  };

  /** Says in our words what Gradio has just written. */
  function said() {
    const texts = ".toast-wrap :is(.toast-title, .toast-message-text)";
    for (const each of document.querySelectorAll(texts)) {
      // only the text node is changed: Gradio still knows it, and changes it later
      const node = each.firstChild;
      const key = KEYS[node?.data?.trim()];
      const told = key && pincite.say(key);
      if (told && node.data !== told) node.data = told;
    }
    for (const each of document.querySelectorAll(".toast-wrap .toast-close")) {
      const told = pincite.say("toast.close");
      if (each.getAttribute("aria-label") !== told) each.setAttribute("aria-label", told);
    }
    // a button that folds the message, with the one that closes it inside
    const folding = document.querySelectorAll(".toast-wrap .toast-header[role=button]");
    for (const each of folding) for (const name of ["role", "tabindex"]) each.removeAttribute(name);
  }

  new MutationObserver((changes) => {
    const near = ({ target }) => target.closest?.(".toast-wrap");
    const added = (change) => [...change.addedNodes].some((node) => node.className?.includes?.("toast"));
    if (changes.some((change) => near(change) || added(change))) said();
  }).observe(document.documentElement, { subtree: true, childList: true });
})();
