// The list of articles: a dialog to search, add, view and remove them. Titles, sources and reasons
// are always inserted as text.
"use strict";

pincite.shelf = (() => {
  const { make, say, count } = pincite;
  let dialog = null;
  let rows = [];
  let undos = []; // removals while the list is open: the token and the text of each
  let asked = 0; // the number of the last request; replies to earlier ones are ignored

  function built() {
    const edits = pincite.adding.edits();
    const search = make("input", {
      type: "search", id: "shelf-search", "aria-label": say("shelf.search"),
      placeholder: say("shelf.search.hint"), autocomplete: "off", oninput: () => fill(),
    });
    const close = make("button", {
      type: "button", class: "close", "aria-label": say("shelf.close"), onclick: () => dialog.close(),
    }, "×");
    const ways = edits ? [adding(), make("div", { class: "place" })] : [];
    const box = make("dialog", {
      id: "shelf", class: "listing", "aria-labelledby": "shelf-title", onclick: outside,
    },
      make("header", {}, make("h2", { id: "shelf-title" }, say("shelf.title")), close),
      ...ways,
      make("div", { class: "undoing" }),
      search,
      make("p", { class: "counts", role: "status" }),
      make("ul", { class: "articles" }),
      make("p", { class: "more" }),
      make("div", { class: "unread" }),
      make("p", { class: "kept" }),
    );
    box.addEventListener("close", () => {
      undos = [];
      pincite.adding.place();
    });
    document.querySelector(".gradio-container").append(box);
    return box;
  }

  /** The ways to add: files, a folder, a web address. */
  function adding() {
    const way = (what, words) =>
      make("button", { type: "button", class: "tool", "data-add": what }, say(words));
    const address = make("input", {
      type: "url", name: "link", "aria-label": say("shelf.link"), placeholder: "https://example.org/article",
      autocomplete: "off", "aria-describedby": "shelf-link-note",
    });
    const send = (event) => {
      event.preventDefault();
      if (address.value.trim()) pincite.adding.link(address.value);
      address.value = "";
    };
    return make("div", { class: "ways-in" },
      make("p", { class: "carry" }, way("files", "shelf.files"), way("folder", "shelf.folder")),
      make("form", { onsubmit: send, novalidate: true }, address,
        make("button", { type: "submit", class: "tool" }, say("shelf.link.add"))),
      make("p", { class: "hint", id: "shelf-link-note" }, say("shelf.link.note"), " ", say("shelf.drop")),
    );
  }

  async function open() {
    dialog ??= built();
    dialog.querySelector("#shelf-search").value = "";
    dialog.showModal();
    pincite.adding.place();
    await fill();
  }

  const outside = (event) => {
    if (event.target === dialog) dialog.close();
  };

  /** Lists the articles that have the words, from number `start` on. */
  async function fill(start = 0) {
    const request = ++asked;
    const words = dialog.querySelector("#shelf-search").value;
    const query = new URLSearchParams({ q: words, start, language: pinciteWords.language() });
    let told;
    try {
      const answer = await fetch(`/pincite/articles?${query}`);
      told = await answer.json();
      if (!answer.ok) throw new Error(told.error);
    } catch (error) {
      told = { total: 0, found: 0, rows: [], unread: [], samples: 0, fault: error.message };
    }
    if (request !== asked || !dialog) return;
    rows = start ? [...rows, ...told.rows] : told.rows;
    show(told);
  }

  function show(told) {
    const part = (name) => dialog.querySelector(name);
    const total = count(told.total, "article");
    const counts = told.found === told.total ? total : say("shelf.counts", { found: told.found, articles: total });
    const none = say(told.total ? "shelf.none" : "shelf.empty");
    part(".counts").textContent = told.fault ?? (told.found ? counts : none);
    part(".articles").replaceChildren(...rows.map((each) => row(each, told.edit)));
    const more = make("button", { type: "button", class: "tool", onclick: () => fill(rows.length) }, say("shelf.more"));
    part(".more").replaceChildren(...(rows.length < told.found ? [more] : []));
    part(".unread").replaceChildren(...(told.unread.length ? [unread(told.unread)] : []));
    part(".undoing").replaceChildren(...undos.map(undoing));
    part(".kept").replaceChildren(...limits(told));
  }

  function limits(told) {
    if (!told.edit) return told.fault ? [] : [say("shelf.reads")];
    const { size } = pincite;
    const lines = [
      say("shelf.where", { folder: told.folder }), " ",
      say("shelf.limits", { largest: size(told.largest), used: size(told.used), quota: size(told.quota) }),
    ];
    if (!told.samples) return lines;
    const act = () => remove({ samples: true }, say("shelf.removed.many", { articles: count(told.samples, "article") }));
    const button = make("button", { type: "button", class: "tool", onclick: act }, say("shelf.samples.remove"));
    return [...lines, " ", say("shelf.samples", { articles: count(told.samples, "article") }), " ", button];
  }

  function row(each, edits) {
    const told = [
      each.day || say("shelf.undated"), each.author, each.spoken, each.where,
      each.state === "read" ? (each.own ? say("shelf.state.own") : null) : say(`shelf.state.${each.state}`),
      each.copy && say("shelf.copy"),
      each.set_aside && say("shelf.aside", { n: each.set_aside }),
      each.note && say("shelf.note", { why: pincite.translated(each.note) }),
    ];
    const facts = told.filter(Boolean).map((text) => make("span", { dir: "auto" }, text));
    const named = (act) => say("shelf.act", { act, title: each.title });
    const tool = (words, act) =>
      make("button", { type: "button", class: "tool", "aria-label": named(words), onclick: act }, words);
    const only = tool(say("shelf.only"), () => {
      dialog.close();
      pincite.scope.narrow({ since: null, until: null, source: each.source });
      document.querySelector("#question textarea")?.focus();
    });
    const href = each.link ?? `/pincite/original?id=${encodeURIComponent(each.id)}`;
    const original = make("a", {
      class: "tool", href, target: "_blank", rel: "noopener noreferrer",
      "aria-label": named(say("shelf.original")),
    }, say("shelf.original"));
    const gone = () => remove({ ids: [each.id] }, say("shelf.removed", { title: each.title }));
    return make("li", { class: each.state },
      make("h3", { class: "name", dir: "auto", lang: each.language ?? "" }, each.title),
      make("p", { class: "facts" }, ...facts.flatMap((fact, n) => (n ? [" · ", fact] : [fact]))),
      make("p", { class: "carry" }, only,
        ...(each.state === "gone" ? [] : [original]),
        ...(edits ? [tool(say("shelf.remove"), gone)] : [])),
    );
  }

  function unread(files) {
    return make("details", {},
      make("summary", {}, say("shelf.unread", { files: count(files.length, "file") })),
      make("ul", {}, ...files.map(([name, why]) =>
        make("li", {}, make("b", { dir: "auto" }, name), " ",
          pincite.adding.reason(why)))));
  }

  async function remove(wanted, said) {
    try {
      const { undo } = await pincite.adding.tell("remove", wanted);
      undos = [{ token: undo, said }, ...undos].slice(0, 5);
    } catch (error) {
      undos = [{ token: null, said: pincite.translated(error.message) }, ...undos];
    }
    pincite.tell("refresh", {});
    await fill();
    dialog.querySelector(".undo")?.focus();
  }

  function undoing(each) {
    const back = async () => {
      try {
        await pincite.adding.tell("undo", { undo: each.token });
        undos = undos.filter((other) => other !== each);
      } catch (error) {
        Object.assign(each, { token: null, said: pincite.translated(error.message) });
      }
      pincite.tell("refresh", {});
      await fill();
      dialog.querySelector("#shelf-search").focus();
    };
    const button = make("button", { type: "button", class: "tool undo", onclick: back }, say("shelf.undo"));
    const role = each.token ? {} : { role: "alert" };
    return make("p", { class: "deleted", ...role }, make("span", { dir: "auto" }, each.said),
      ...(each.token ? [button] : []));
  }

  /** Handles articles that were added, here or in another tab. */
  const changed = () => {
    if (dialog?.open) fill();
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-shelf]")) open();
  });
  document.addEventListener("pincite:language", () => {
    dialog?.remove();
    dialog = null;
  });

  return { changed };
})();
