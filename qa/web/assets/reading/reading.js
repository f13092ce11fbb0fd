// Reading the source: finds words in it, and moves between citations by keys. In the panel or the
// answers, but not while typing, n and p go to the next and previous citation, f opens the search,
// and c copies the citation.
"use strict";

pincite.reading = (() => {
  const MOST = 500; // found places that are marked, at most
  let found = [];
  let at = -1;

  const frame = () => document.getElementById("source");
  const text = () => frame().querySelector(".text");
  const field = () => frame().querySelector("[data-find]");

  document.addEventListener("input", (event) => {
    if (event.target.matches?.("[data-find]")) find(event.target.value);
  });

  document.addEventListener("keydown", (event) => {
    if (event.target.matches?.("[data-find]")) {
      if (event.key !== "Enter") return;
      event.preventDefault();
      go(event.shiftKey ? -1 : 1);
      return;
    }
    const typing = event.target.closest?.("input, textarea, select");
    const inside = event.target.closest?.("#source, #transcript");
    if (typing || !inside || event.ctrlKey || event.metaKey || event.altKey) return;
    const steps = [...frame().querySelectorAll(".steps [data-kind]")];
    const copy = copying(event.target, inside);
    const act = { p: steps[0], n: steps[1], f: field(), c: copy }[event.key];
    if (!act) return;
    event.preventDefault();
    if (event.key === "f") act.focus();
    else act.click();
  });

  /** The button that copies the citation shown in the panel, or that of the card or turn that has the
   * focus, or of the last turn. */
  function copying(focused, inside) {
    const own = focused.closest(".card, .turn") ?? [...inside.querySelectorAll(".turn")].at(-1);
    return (own ?? inside).querySelector("[data-copy]");
  }

  /** Marks every place of the words; white space and case may differ. */
  function find(words) {
    const wanted = words.trim().toLowerCase().replace(/\s+/g, " ");
    found = wanted ? ranges(wanted) : [];
    at = -1;
    mark();
    if (found.length) go(1);
    else say(wanted ? pincite.say("panel.found.none") : "");
  }

  function ranges(wanted) {
    const places = []; // the text node and offset of each character of `flat`
    let flat = "";
    const walker = document.createTreeWalker(text(), NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest("summary") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
    );
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (let i = 0; i < node.data.length; i++) {
        const blank = /\s/.test(node.data[i]);
        if (blank && flat.endsWith(" ")) continue;
        const low = node.data[i].toLowerCase();
        flat += blank ? " " : low.length === 1 ? low : node.data[i];
        places.push([node, i]);
      }
    }
    const hits = [];
    for (let i = flat.indexOf(wanted); i >= 0 && hits.length < MOST; ) {
      const range = new Range();
      range.setStart(...places[i]);
      const [node, end] = places[i + wanted.length - 1];
      range.setEnd(node, end + 1);
      hits.push(range);
      i = flat.indexOf(wanted, i + wanted.length);
    }
    return hits;
  }

  /** Goes to the next or previous place. */
  function go(step) {
    if (!found.length) return;
    at = (at + step + found.length) % found.length;
    const range = found[at];
    const folded = range.startContainer.parentElement.closest("details");
    if (folded) folded.open = true;
    mark();
    const box = range.getBoundingClientRect();
    const whole = frame().getBoundingClientRect();
    frame().scrollTop += box.top - whole.top - whole.height / 2;
    say(pincite.say("panel.step", { n: at + 1, total: found.length }));
  }

  // Highlights do not change the text; a browser without them still scrolls to each place.
  function mark() {
    if (!CSS.highlights) return;
    CSS.highlights.set("found", new Highlight(...found));
    CSS.highlights.set("found-now", new Highlight(...found.slice(at, at + 1)));
    if (at < 0) CSS.highlights.delete("found-now");
  }

  function say(words) {
    const count = frame().querySelector(".finding .count");
    if (count) count.textContent = words;
  }

  return { find };
})();
