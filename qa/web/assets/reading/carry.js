// Copies a citation to the clipboard and saves the chat, or one answer, as a file. The button has the
// text to copy. The file's content is requested from Python, and the browser makes a file of it.
"use strict";

pincite.carry = (() => {
  const TYPES = {
    ".md": "text/markdown",
    ".json": "application/json",
    ".bib": "text/x-bibtex",
    ".csl.json": "application/vnd.citationstyles.csl+json",
    ".html": "text/html",
  };
  let requests = 0;
  let name = ""; // of the file that was requested last

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-save]");
    if (!button) return;
    const { save, of } = button.dataset;
    name = of ? "pincite-answer" : "pincite-chat";
    pincite.tell("save", { ending: save, request: ++requests, turn: of ? Number(of) : null });
  });

  /** Wires the hidden element in which the saved chat arrives. */
  function arriving(element, watch) {
    watch("value", () => {
      const sent = element.querySelector("[data-request]");
      if (sent && "judged" in sent.dataset) return pincite.judge.arrived(sent);
      // A reply that appears again, as after a reload, is not saved again.
      if (!sent || Number(sent.dataset.request) !== requests) return;
      if ("copied" in sent.dataset) copy(sent.textContent);
      else download(sent);
    });
  }

  function download(sent) {
    const { ending } = sent.dataset;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([sent.textContent], { type: TYPES[ending] }));
    link.download = `${name}${ending}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    say(pincite.say("carry.saved"));
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    if (await copy(button.dataset.copy)) flash(button);
  });

  /** Copies a text and shows that it did. */
  async function copy(text) {
    const done = await copied(text);
    say(pincite.say(done ? "carry.copied" : "carry.uncopied"));
    return done;
  }

  /** Asks Python for a part of the source, as a citation to copy. */
  const pick = (place) => pincite.tell("pick", { ...place, request: ++requests });

  async function copied(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copiedByHand(text);
    }
  }

  /** The older way to copy, for a page that another machine serves. */
  function copiedByHand(text) {
    const active = document.activeElement;
    const box = document.createElement("textarea");
    box.value = text;
    box.className = "sr";
    document.querySelector(".gradio-container").append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    active?.focus({ preventScroll: true });
    return done;
  }

  function flash(button) {
    if (button.classList.contains("done")) return;
    button.dataset.done = pincite.say("carry.copied");
    button.classList.add("done");
    setTimeout(() => button.classList.remove("done"), 2000);
  }

  function say(words) {
    let line = document.getElementById("carried-said");
    if (!line) {
      line = document.createElement("p");
      line.id = "carried-said";
      line.className = "sr";
      line.setAttribute("role", "status");
      document.querySelector(".gradio-container").append(line);
    }
    line.textContent = "";
    // One frame later, so that a screen reader reads the same words again.
    requestAnimationFrame(() => (line.textContent = words));
  }

  return { arriving, say, pick };
})();
