// The list of chats: a dialog to search, open, rename and delete them, and to open chats that were
// saved as files. Names and questions are always inserted as text.
"use strict";

pincite.chats = (() => {
  const { store, history, make, say } = pincite;
  let dialog = null;
  let deleted = null; // the chat that was deleted last; null when the list is closed
  let renaming = null;
  let listing = false; // true from the request for the list until it is closed

  function built() {
    const search = make("input", {
      type: "search", id: "chats-search", "aria-label": say("chats.search"),
      placeholder: say("chats.search.hint"), autocomplete: "off", oninput: fill,
    });
    const close = make("button", {
      type: "button", class: "close", "aria-label": say("chats.close"), onclick: () => dialog.close(),
    }, "×");
    const box = make("dialog", { id: "chats", class: "listing", "aria-labelledby": "chats-title", onclick: outside },
      make("header", {}, make("h2", { id: "chats-title" }, say("chats.title")), close),
      search,
      make("p", { class: "carry opening" },
        make("button", { type: "button", class: "tool", onclick: find }, say("chats.open")),
        make("span", { class: "label" }, say("chats.open.hint")),
      ),
      make("div", { class: "refused", role: "alert" }),
      make("ul", { class: "chats" }),
      make("p", { class: "none", role: "status" }),
      make("p", { class: "kept" }, say("chats.note")),
    );
    box.addEventListener("close", () => {
      deleted = renaming = null;
      listing = false;
    });
    document.querySelector(".gradio-container").append(box);
    return box;
  }

  async function open() {
    dialog ??= built();
    dialog.querySelector("input").value = "";
    dialog.querySelector(".refused").replaceChildren();
    listing = true; // a change while the list is being filled fills it again
    await fill();
    if (!dialog.open) dialog.showModal();
  }

  const find = () => pincite.files.choose(bring, { accept: ".json,application/json" });

  /** Opens saved chats. The last one is shown; the others are added to the list. */
  async function bring(files) {
    const { last, refused } = await pincite.importing.read(files);
    const lines = refused.map((line) => make("p", { class: "notice", dir: "auto" }, line));
    dialog.querySelector(".refused").replaceChildren(...lines);
    if (last && !refused.length && !history.busy()) await choose(last);
    else await fill();
  }

  pincite.files.taking(() => dialog?.open, "chats.open.drop", bring);

  const outside = (event) => {
    if (event.target === dialog) dialog.close();
  };

  async function fill() {
    const [chats, turns] = await Promise.all([store.chats(), store.turns()]).catch(() => [[], []]);
    const words = dialog.querySelector("input").value.toLowerCase().split(/\s+/).filter(Boolean);
    const rows = chats.map((chat) => {
      const own = turns.filter((turn) => turn.chat === chat.id);
      const hits = own.filter((turn) => holds(textOf(turn), words));
      const named = holds(chat.name, words);
      const all = holds([chat.name, ...own.map(textOf)].join(" "), words);
      return named || all ? row(chat, own, words.length && !named ? hits[0] : null) : null;
    });
    const shown = rows.filter(Boolean);
    if (deleted) shown.unshift(undoing());
    dialog.querySelector("ul").replaceChildren(...shown);
    const none = say(chats.length ? "chats.none.found" : "chats.none");
    const kept = history.broken() ? say("chats.forbidden") : none;
    dialog.querySelector(".none").textContent = shown.length ? "" : kept;
  }

  const holds = (text, words) => words.every((word) => text.toLowerCase().includes(word));
  const textOf = ({ question, answer }) =>
    [question, ...quotesOf(answer)].join(" ");
  const quotesOf = (answer) =>
    [...(answer?.citations ?? []), ...(answer?.parts ?? []).flatMap((part) => part.citations)].map(
      ({ quote, title }) => `${quote} ${title}`,
    );

  function row(chat, turns, hit) {
    const day = new Date(chat.used).toLocaleString(document.documentElement.lang || undefined, {
      dateStyle: "medium", timeStyle: "short",
    });
    const told = [day, pincite.count(turns.length, "question")];
    if (chat.imported) told.push(say("chats.imported"));
    if (renaming === chat.id) return make("li", {}, naming(chat));
    return make("li", {},
      make("button", {
        type: "button", class: "open", onclick: () => choose(chat.id),
        "aria-current": String(chat.id === history.current()),
      },
        make("span", { class: "name", dir: "auto" }, chat.name),
        make("span", { class: "when" }, told.join(" · ")),
        ...(hit ? [make("span", { class: "hit", dir: "auto" }, hit.question)] : []),
      ),
      tool(say("chats.rename"), chat, () => { renaming = chat.id; return fill(); }),
      tool(say("chats.delete"), chat, () => remove(chat)),
    );
  }

  const tool = (words, chat, act) =>
    make("button", {
      type: "button", class: "tool", onclick: act, 
      "aria-label": say("chats.act", { act: words, name: chat.name }),
    }, words);

  function naming(chat) {
    const input = make("input", {
      type: "text", class: "naming", "aria-label": say("chats.name"), maxlength: "120",
      value: chat.name,
    });
    const save = async (event) => {
      event.preventDefault();
      renaming = null;
      await store.change(chat.id, { name: input.value.trim() || chat.name });
      await fill();
      dialog.querySelector("ul button")?.focus();
    };
    const cancel = (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault(); // otherwise the dialog would close
      event.stopPropagation();
      renaming = null;
      fill();
    };
    const form = make("form", { onsubmit: save, onkeydown: cancel }, input,
      make("button", { type: "submit", class: "tool" }, say("chats.save")));
    queueMicrotask(() => requestAnimationFrame(() => input.select()));
    return form;
  }

  async function remove(chat) {
    deleted = await store.remove(chat.id);
    if (chat.id === history.current()) history.anew();
    await fill();
    dialog.querySelector(".undo")?.focus();
  }

  function undoing() {
    const undo = async () => {
      const gone = deleted;
      deleted = null;
      await store.putBack(gone);
      await fill();
      dialog.querySelector("ul button")?.focus();
    };
    return make("li", { class: "deleted" },
      make("span", { dir: "auto" }, say("chats.deleted", { name: deleted.chat.name })),
      make("button", { type: "button", class: "tool undo", onclick: undo }, say("chats.undo")),
    );
  }

  async function choose(id) {
    dialog.close();
    if (id !== history.current()) await history.show(id);
  }

  /** Handles a change of the chats, here or in another tab. */
  const changed = () => {
    if (listing && !renaming) fill();
  };

  store.onChange(changed);
  document.addEventListener("pincite:language", () => {
    dialog?.remove();
    dialog = null;
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-chats]")) open();
  });

  return { changed };
})();
