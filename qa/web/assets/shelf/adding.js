// Adds files, folders and web pages, by a dialog, by a drop anywhere on the page, or by their
// address. Each file is sent in its own request, a few at a time. Then Pincite reads them, and its
// receipt is shown until it is closed.
"use strict";

pincite.adding = (() => {
  const { make, say, count } = pincite;
  const AT_ONCE = 3; // files that are sent at the same time
  const ASK_EVERY = 250; // milliseconds between two requests for the progress
  const SHOWN = 6; // lines of a receipt that are shown; the rest is folded
  let card = null; // shows what is being added, and the result
  let busy = false;

  const edits = () => Boolean(document.querySelector(".masthead[data-edit]"));

  /** Sends a request to Pincite; resolves to the reply, or throws an Error with its message. */
  async function send(what, body, type = "application/json") {
    let answer;
    try {
      const headers = { "X-Pincite": "page", "Content-Type": type };
      answer = await fetch(`/pincite/${what}`, { method: "POST", headers, body });
    } catch {
      throw Object.assign(new Error(say("shelf.offline")), { status: 0 });
    }
    const told = await answer.json().catch(() => ({ error: answer.statusText }));
    if (!answer.ok) throw Object.assign(new Error(told.error), { status: answer.status });
    return told;
  }

  const tell = (what, values) => send(what, JSON.stringify(values));

  /** Adds files. Files that are refused are shown together with the receipt. */
  async function files(chosen) {
    const wanted = [...chosen].filter(({ name }) => !name.startsWith(".")).slice(0, pincite.files.MOST);
    if (busy || !wanted.length) return;
    busy = true;
    const refused = [];
    const tokens = [];
    let done = 0;
    const limit = (await fetch("/pincite/articles?start=1000000").then((r) => r.json()).catch(() => ({}))).largest;
    show(sending(0, wanted.length), 0);
    const waiting = [...wanted];
    const one = async () => {
      for (let file = waiting.shift(); file; file = waiting.shift()) {
        try {
          tokens.push(await upload(file, limit));
        } catch (error) {
          refused.push([file.name, error.message]);
        }
        show(sending(++done, wanted.length), done / wanted.length);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
    await build("add", { tokens }, refused, tokens.length > 0);
  }

  const sending = (done, total) => say("shelf.sending", { done, files: count(total, "file") });

  async function upload(file, limit) {
    if (limit && file.size > limit) {
      throw new Error(say("shelf.large", { name: file.name, largest: pincite.size(limit) }));
    }
    for (let tries = 0; ; tries++) {
      try {
        const address = `upload?name=${encodeURIComponent(file.name)}`;
        return (await send(address, file, "application/octet-stream")).token;
      } catch (error) {
        // others may send too; a folder that was chosen as a file cannot be sent at all
        if (![429, 503].includes(error.status) || tries > 40) throw error;
        await later(500);
      }
    }
  }

  const later = (time) => new Promise((done) => setTimeout(done, time));

  /** Adds a web page by its address. */
  async function link(address) {
    if (busy) return;
    busy = true;
    show(say("shelf.status"), 0);
    await build("add", { links: [address] }, [], true);
  }

  async function samples() {
    if (busy) return;
    busy = true;
    show(say("shelf.status"), 0);
    await build("samples", {}, [], true);
  }

  /** Lets Pincite read what was sent, and shows the progress and the result. */
  async function build(what, values, refused, any) {
    busy = true;
    try {
      let work = any ? await tell(what, values) : { finished: true, outcome: null, error: "" };
      const { id } = work;
      while (!work.finished) {
        show(stage(work), work.total ? work.done / work.total : 0);
        await later(ASK_EVERY);
        work = await fetch("/pincite/work").then((answer) => answer.json());
        if (work.id !== id) break;
      }
      if (work.error) throw new Error(work.error);
      receipt(work.outcome, refused);
    } catch (error) {
      failed(error.message, () => build(what, values, refused, any));
    } finally {
      busy = false;
      changed();
    }
  }

  function stage({ stage: name, done, total }) {
    const key = `shelf.stage.${name}`;
    const known = ["reading", "cutting", "embedding", "writing"].includes(name);
    return say(known ? key : "shelf.stage.other", { done, total });
  }

  /** Updates the page and the list to what the index holds now. */
  function changed() {
    pincite.tell("refresh", {});
    pincite.shelf?.changed();
  }

  // -- the card ----------------------------------------------------------------------------------

  function place() {
    if (!card) {
      card = make("section", { id: "adding", "aria-label": say("shelf.status") });
    }
    const dialog = document.querySelector("#shelf[open] .place");
    const wanted = dialog ?? document.getElementById("chat");
    if (card.parentElement !== wanted) {
      if (dialog) dialog.append(card);
      else document.getElementById("scope").before(card);
    }
    return card;
  }

  function fill(...parts) {
    place().classList.remove("settled");
    card.replaceChildren(...parts);
  }

  function show(words, share) {
    const percent = Math.round(100 * Math.min(Math.max(share, 0), 1));
    const bar = make("div", {
      class: "bar", role: "progressbar", "aria-label": say("shelf.status"),
      "aria-valuemin": "0", "aria-valuemax": "100", "aria-valuenow": String(percent),
    }, make("span"));
    bar.firstChild.style.width = `${percent}%`;
    fill(make("p", {}, words), bar);
  }

  function receipt(outcome, refused) {
    const added = outcome?.added ?? [];
    const replaced = outcome?.changed ?? [];
    const skipped = [...refused, ...(outcome?.skipped ?? [])];
    const lines = [];
    if (added.length) lines.push(say("shelf.added", { articles: count(added.length, "article") }));
    if (replaced.length) {
      lines.push(say("shelf.changed", { articles: count(replaced.length, "article") }));
    }
    if (outcome?.same && !refused.length) lines.push(say("shelf.same"));
    const parts = lines.map((line) => make("p", { class: "good" }, line));
    if (skipped.length) parts.push(reasons("shelf.skipped", skipped));
    if (outcome?.partly?.length) parts.push(reasons("shelf.partly", outcome.partly));
    fill(...parts, make("p", { class: "carry" }, closing()));
    const told = skipped.length ? [say("shelf.skipped", { files: count(skipped.length, "file") })] : [];
    pincite.carry.say([...lines, ...told].join(" "));
  }

  /** The lines on what was not added. */
  function reasons(key, told) {
    const rows = told.map(([name, why]) =>
      make("li", {}, make("b", { dir: "auto" }, name), " ",
        reason(why, name)),
    );
    return make("details", { open: told.length <= SHOWN },
      make("summary", {}, say(key, { files: count(told.length, "file") })),
      make("ul", {}, ...rows));
  }

  /** The reason why something was not read, without the name before it; without a translation, in
      English. */
  function reason(why, name = "") {
    const bare = without(why, name);
    const part = pincite.translated(bare);
    // some sentences are known only with the name in them
    const told = part === bare ? without(pincite.translated(why), name) : part;
    return make("span", { dir: "auto", ...(told === bare ? { lang: "en" } : {}) }, told);
  }

  const without = (why, name) => {
    const sign = [": ", "：", ":"].find((each) => name && why.startsWith(name + each));
    return sign ? why.slice(name.length + sign.length) : why;
  };

  function failed(why, again) {
    const words = say("shelf.failed", { why: pincite.translated(why) });
    const retry = make("button", { type: "button", class: "tool", onclick: again }, say("shelf.retry"));
    fill(
      make("p", { class: "notice", role: "alert", dir: "auto" }, words),
      make("p", { class: "carry" }, retry, closing()),
    );
  }

  const closing = () =>
    make("button", { type: "button", class: "tool", onclick: close }, say("shelf.dismiss"));

  /** Makes room when a question is asked: a finished receipt is closed. What was not added is shown
      in one line until the question after; the list of articles still has it then. */
  function settle() {
    if (busy || !card) return;
    const told = card.querySelectorAll("details");
    const failure = card.querySelector(".notice");
    const seen = card.classList.contains("settled");
    if (!failure && (seen || !told.length)) return close();
    for (const each of told) each.open = false;
    card.classList.add("settled");
  }

  function close() {
    const within = card.contains(document.activeElement);
    card.remove();
    card = null;
    if (within) (document.querySelector("#shelf[open] input") ?? document.querySelector("#question textarea"))?.focus();
  }

  // -- choosing and dropping ---------------------------------------------------------------------

  const choose = (what) => pincite.files.choose(files, { webkitdirectory: what === "folder" });

  document.addEventListener("click", (event) => {
    const way = event.target.closest("[data-add]");
    if (way) choose(way.dataset.add);
    if (event.target.closest("[data-samples]")) samples();
  });

  document.addEventListener("pincite:language", () => card && !busy && close());

  pincite.files.taking(edits, "shelf.drop.here", files);

  return { link, send, tell, settle, reason, place: () => card && place(), edits };
})();
