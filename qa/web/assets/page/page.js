// The behaviour of the page. Gradio renders the HTML. This script sends chips and examples to
// Python as events, keeps the newest turn and the marked passage in view, and opens the source as a
// sheet on phones.
"use strict";

const pincite = (() => {
  const NARROW = matchMedia("(max-width: 860px)");
  const FINE = matchMedia("(pointer: fine)");
  let opener = null;
  let sending = 0; // the timer of a choice whose source has not arrived yet
  let waiting = null; // the last choice made since then
  let shownLast = ""; // which turn was brought into view, and whether it was answered

  const root = document.documentElement;
  const panel = () => document.querySelector("#source .source");
  const keyOf = (chip) => [chip.dataset.turn, chip.dataset.kind, chip.dataset.index].join("-");

  let tell = () => {}; // sends an event with values to Python; set by `transcript`

  /** Wires the transcript. `events` are the events that Python accepts. */
  function transcript(element, trigger, watch, events) {
    tell = (name, values) => {
      if (!events.includes(name)) throw new Error(`no such event: ${name}`);
      trigger(name, values);
    };
    element.addEventListener("click", (event) => {
      const chip = event.target.closest("[data-kind]");
      const sample = event.target.closest("[data-example]");
      if (chip) choose(chip);
      if (sample) {
        tell("example", { question: sample.dataset.example, form: sample.dataset.form ?? "" });
      }
    });
    peeks(element);
    if (FINE.matches) holdFocus(element.closest("#chat"));
    watch("value", () => {
      hidePeek();
      markChosen();
      scrolledByKeys(element);
      pincite.rewording.drawn(element);
      showNewest(element);
      pincite.history.offerEarlier(element);
      pincite.examples.offer();
    });
  }

  /** Lets keys scroll the turns, if nothing in them can have the focus, and a long question. */
  function scrolledByKeys(element) {
    const frame = element.closest("#transcript");
    const alone = !element.querySelector("button, a, summary");
    const named = { tabindex: "0", role: "region", "aria-label": pinciteWords.say("answers.log") };
    for (const [name, value] of Object.entries(named)) {
      if (alone) frame.setAttribute(name, value);
      else frame.removeAttribute(name);
    }
    for (const each of element.querySelectorAll(".question")) {
      if (each.scrollHeight <= each.clientHeight) continue;
      each.tabIndex = 0;
      each.setAttribute("role", "article");
    }
  }

  /** Wires the source panel, and scrolls each new source to its mark. */
  function source(element, watch) {
    const frame = document.getElementById("source");
    frame.setAttribute("role", "region");
    const named = () => frame.setAttribute("aria-label", pinciteWords.say("panel.name"));
    named();
    document.addEventListener("pincite:language", named);
    frame.tabIndex = 0;
    element.addEventListener("click", (event) => {
      if (event.target.closest("[data-close]")) closeSheet();
      const step = event.target.closest("[data-kind]");
      if (step) choose(step);
    });
    watch("value", () => {
      arrived();
      markChosen();
      showMark();
      if (root.dataset.sheet) focusHeading();
    });
    // A source that is drawn again while the sheet is open would lose the focus.
    const drawn = () => root.dataset.sheet && unfocused() && focusHeading();
    new MutationObserver(drawn).observe(frame, { subtree: true, childList: true });
    frame.addEventListener("transitionend", drawn);
  }

  function choose(chip) {
    hidePeek();
    if (NARROW.matches && !chip.closest("#source")) openSheet(chip);
    if (!sending && panel()?.dataset.shown === keyOf(chip)) {
      showMark();
      return;
    }
    const { turn, kind, index } = chip.dataset;
    send(() => tell("cite", { turn: Number(turn), kind, index: Number(index) }));
  }

  /** Sends one choice at a time, so that the source of the last choice arrives last. */
  function send(choice) {
    if (sending) {
      waiting = choice;
      return;
    }
    sending = setTimeout(arrived, 2000);
    choice();
  }

  function arrived() {
    clearTimeout(sending);
    sending = 0;
    const choice = waiting;
    waiting = null;
    if (choice) send(choice);
  }

  function markChosen() {
    const shown = panel()?.dataset.shown;
    for (const chip of document.querySelectorAll("#transcript [data-kind]")) {
      chip.setAttribute("aria-pressed", String(keyOf(chip) === shown));
    }
  }

  function showMark() {
    const frame = document.getElementById("source");
    const mark = frame.querySelector("mark");
    if (!mark) {
      frame.scrollTop = 0;
      return;
    }
    const header = frame.querySelector("header");
    const head = getComputedStyle(header).position === "sticky" ? header.offsetHeight : 0;
    const room = Math.max(frame.clientHeight - head - mark.offsetHeight, 0);
    frame.scrollTop = 0;
    const top = mark.getBoundingClientRect().top - frame.getBoundingClientRect().top - head;
    // If the mark is visible from the top, the panel stays there, so that the title is in view.
    if (top > room * 0.8) frame.scrollTop = top - room / 3;
  }

  /** Brings the newest turn into view, unless it was there and nothing happened in it. */
  function showNewest(element) {
    const turn = pincite.history.newestOf(element.querySelectorAll(".turn"));
    const state = turn && [turn.dataset.turn, turn.querySelector(".said").textContent,
      Boolean(turn.querySelector("[data-pending]"))].join();
    if (turn && state !== shownLast) turn.scrollIntoView({ block: "start" });
    shownLast = state;
  }

  /** Focuses the question box at first, and again each time it is unlocked. */
  function holdFocus(chat) {
    const focus = () => {
      if (unfocused()) chat.querySelector("#question textarea")?.focus({ preventScroll: true });
    };
    const changes = { subtree: true, childList: true, attributeFilter: ["disabled"] };
    new MutationObserver(focus).observe(chat, changes);
    focus();
  }

  /** Whether no reachable element has the focus. */
  function unfocused() {
    const active = document.activeElement;
    return !active || active === document.body || Boolean(active.closest("[inert]"));
  }

  function focusHeading() {
    panel()?.querySelector("h2, .lead")?.focus({ preventScroll: true });
  }

  // -- the sheet ---------------------------------------------------------------------------------

  function openSheet(chip) {
    opener = chip;
    if (!root.dataset.sheet) history.pushState({ sheet: true }, "");
    root.dataset.sheet = "open";
    dialog(true);
    setTimeout(focusHeading, 50);
  }

  /** Closes the sheet by going back in the history, so that Back does not close it again. */
  function closeSheet() {
    if (history.state?.sheet) history.back();
    else sheetClosed();
  }

  function sheetClosed() {
    if (!root.dataset.sheet) return;
    delete root.dataset.sheet;
    dialog(false);
    if (opener?.isConnected) opener.focus({ preventScroll: true });
    opener = null;
  }

  /** Makes the source a dialog while it covers the page, so that the page behind is unreachable. */
  function dialog(open) {
    const frame = document.getElementById("source");
    frame.setAttribute("role", open ? "dialog" : "region");
    frame.toggleAttribute("aria-modal", open);
    if (open) frame.setAttribute("aria-modal", "true");
    for (const behind of ["masthead", "chat"]) document.getElementById(behind).inert = open;
  }

  addEventListener("popstate", sheetClosed);
  NARROW.addEventListener("change", () => root.dataset.sheet && closeSheet());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    hidePeek();
    if (root.dataset.sheet) closeSheet();
  });
  document.addEventListener("click", (event) => {
    if (root.dataset.sheet && !event.target.closest("#source, [data-kind], #picking")) closeSheet();
  });

  // -- the whole quote, on hover and on focus ----------------------------------------------------

  let peek = null;

  function peeks(element) {
    const show = (event) => {
      const chip = event.target.closest?.("[data-peek]");
      if (chip && FINE.matches) showPeek(chip);
    };
    element.addEventListener("mouseover", show);
    element.addEventListener("focusin", show);
    element.addEventListener("mouseout", hidePeek);
    element.addEventListener("focusout", hidePeek);
    document.addEventListener("scroll", hidePeek, { capture: true, passive: true });
  }

  function showPeek(chip) {
    hidePeek();
    peek = document.createElement("div");
    peek.id = "peek";
    peek.setAttribute("role", "tooltip");
    peek.textContent = chip.dataset.peek;
    // Inside a landmark, and inside Gradio's root, so that the light or dark colours apply.
    document.getElementById("chat").append(peek);
    chip.setAttribute("aria-describedby", "peek");
    const at = chip.getBoundingClientRect();
    // It is on the side with more room, and never covers its chip.
    const [above, below] = [at.top - 16, innerHeight - at.bottom - 16];
    const over = peek.offsetHeight <= above || above > below;
    peek.style.maxHeight = `${over ? above : below}px`;
    peek.style.top = `${over ? at.top - 8 - peek.offsetHeight : at.bottom + 8}px`;
    peek.style.left = `${Math.max(8, Math.min(at.left, innerWidth - peek.offsetWidth - 8))}px`;
  }

  function hidePeek() {
    if (!peek) return;
    document.querySelector('[aria-describedby="peek"]')?.removeAttribute("aria-describedby");
    peek.remove();
    peek = null;
  }

  /** An element with attributes, listeners and children; strings become text. */
  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else if (value !== false) element.setAttribute(key, value === true ? "" : value);
    }
    element.append(...children);
    return element;
  }

  document.addEventListener("click", (event) => {
    const wanted = event.target.closest("[data-speak]")?.dataset.speak;
    if (!wanted) return;
    pinciteWords.speak(wanted);
    const [turn, kind, index] = panel()?.dataset.shown?.split("-") ?? [];
    const shown = kind ? { turn: Number(turn), kind, index: Number(index) } : {};
    tell("speak", { language: wanted, ...shown });
  });

  const { say, count, size, translated } = pinciteWords;
  return {
    transcript, source, make, say, count, size, translated,
    tell: (name, values) => tell(name, values),
  };
})();
