// A bar for words that are selected in the source: ask about them, find them elsewhere, copy them.
"use strict";

pincite.picking = (() => {
  const LONGEST = 300;
  let bar = null;
  let picked = null; // the selected text, and its span in the article in code points

  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    const text = document.querySelector("#source .text");
    const range = selection.rangeCount && !selection.isCollapsed && selection.getRangeAt(0);
    if (!range || !text?.contains(range.commonAncestorContainer)) {
      if (!bar?.contains(document.activeElement)) hide();
      return;
    }
    const words = range.toString().replace(/\s+/g, " ").trim();
    if (!words) return hide();
    const start = before(text, range.startContainer, range.startOffset);
    const end = before(text, range.endContainer, range.endOffset);
    picked = { words, start, end };
    show(range);
  });

  /** How many code points of the article come before a place in the panel. */
  function before(text, node, offset) {
    const range = new Range();
    range.setStart(text, 0);
    range.setEnd(node, offset);
    const copy = range.cloneContents();
    for (const summary of copy.querySelectorAll("summary")) summary.remove();
    return [...copy.textContent].length;
  }

  function show(range) {
    bar ??= built();
    bar.hidden = false;
    const at = range.getBoundingClientRect();
    const above = at.top - bar.offsetHeight - 10;
    const within = (place, room) => `${Math.max(8, Math.min(place, room - 8))}px`;
    bar.style.top = within(above > 8 ? above : at.bottom + 10, innerHeight - bar.offsetHeight);
    bar.style.left = within(at.left, innerWidth - bar.offsetWidth);
  }

  function hide() {
    if (bar) bar.hidden = true;
    picked = null;
  }

  function built() {
    const { make, say } = pincite;
    const button = (words, act) =>
      make("button", { type: "button", class: "tool", onclick: () => { act(); hide(); } }, words);
    const label = { "aria-label": say("picking.label") };
    const tools = make("div", { role: "toolbar", ...label },
      button(say("picking.ask"), ask), button(say("picking.find"), find),
      button(say("carry.copy"), copy));
    const made = make("section", { id: "picking", ...label }, tools); // a landmark
    // a press on the bar must not remove the selection
    made.addEventListener("pointerdown", (event) => event.preventDefault());
    document.querySelector(".gradio-container").append(made);
    return made;
  }

  const quoted = () => [...picked.words].slice(0, LONGEST).join("");

  function ask() {
    const words = quoted();
    leave(() => pincite.recall.put(`${words}: `));
  }

  /** Many words are looked up as a quote; a few are searched for as a mention. */
  function find() {
    const words = quoted();
    const form = words.split(" ").length > 3 ? "quote" : "mentions";
    const question = form === "quote" ? `“${words}”` : words;
    leave(() => pincite.tell("example", { question, form }));
  }

  function copy() {
    const [turn, kind, index] = document.querySelector("#source .source").dataset.shown.split("-");
    const { start, end } = picked;
    pincite.carry.pick({ turn: Number(turn), kind, index: Number(index), start, end });
  }

  /** Closes the source first on a phone, where it covers the chat. */
  function leave(then) {
    const close = document.querySelector("html[data-sheet] [data-close]");
    if (!close) return then();
    addEventListener("popstate", () => setTimeout(then), { once: true });
    close.click();
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  document.addEventListener("pincite:language", () => {
    bar?.remove();
    bar = null;
  });

  return {};
})();
