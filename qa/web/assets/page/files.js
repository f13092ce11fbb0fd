// Files that a person chooses in the browser's dialog or drops on the page.
"use strict";

pincite.files = (() => {
  const MOST = 1_000;
  const takers = []; // the first one that wants dropped files gets them
  let over = null;

  /** Calls `take` with files that are dropped while `wanted` is true; `words` is the key of the text
      that says what the drop will do. */
  const taking = (wanted, words, take) => takers.push({ wanted, words, take });

  const taker = (event) =>
    event.dataTransfer?.types.includes("Files") && takers.find(({ wanted }) => wanted());

  /** Opens the browser's dialog, and calls `take` with the chosen files. */
  function choose(take, attributes = {}) {
    const input = pincite.make("input", { type: "file", multiple: true, hidden: true, ...attributes });
    input.addEventListener("change", () => {
      take([...input.files]);
      input.remove();
    });
    document.body.append(input);
    input.click();
  }

  document.addEventListener("dragover", (event) => {
    const found = taker(event);
    if (!found) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    over ??= pincite.make("div", { id: "dropping", "aria-hidden": "true" }, pincite.say(found.words));
    const top = document.querySelector("dialog[open]") ?? document.querySelector(".gradio-container");
    if (!over.isConnected) top.append(over);
  });

  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) lifted();
  });

  document.addEventListener("drop", async (event) => {
    const found = taker(event);
    if (!found) return;
    event.preventDefault();
    lifted();
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.());
    const plain = [...event.dataTransfer.files];
    found.take(entries.some((entry) => entry?.isDirectory) ? await within(entries) : plain);
  });

  function lifted() {
    over?.remove();
    over = null;
  }

  /** The dropped files, including those in dropped folders. */
  async function within(entries) {
    const found = [];
    const waiting = entries.filter(Boolean);
    while (waiting.length && found.length < MOST) {
      const entry = waiting.shift();
      if (entry.name.startsWith(".")) continue;
      if (entry.isFile) found.push(await new Promise((done, failed) => entry.file(done, failed)));
      else waiting.push(...(await listed(entry.createReader())));
    }
    return found;
  }

  /** All entries of a folder, whose reader gives a hundred at a time. */
  async function listed(reader) {
    const all = [];
    for (;;) {
      const some = await new Promise((done, failed) => reader.readEntries(done, failed));
      if (!some.length) return all;
      all.push(...some);
    }
  }

  return { choose, taking, MOST };
})();
