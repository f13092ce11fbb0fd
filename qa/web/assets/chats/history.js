// Which chat this tab shows, and how it is kept and restored. The server keeps no chat. When a chat
// is opened, its questions and quotes are sent to the server, which checks the quotes and forgets
// all of it when the tab is closed.
"use strict";

pincite.history = (() => {
  const { store } = pincite;
  const TAB = "pincite.chat"; // a key of the tab's own storage, which survives a reload
  const ROOM = 400_000; // bytes of turns that are sent together
  const MOST = 50;
  const chatOf = new Map(); // the chat of each question of this visit
  let current = null;
  let shown = []; // keys of the turns on the page, oldest first
  let narrowed = null; // the filter of the page, once it was chosen
  let wantedFirst = ""; // the key of a turn: earlier ones are shown until it is there
  let justShown = 0; // how many earlier turns were asked for last
  let broken = false;

  /** What the page shows when it loads, as JSON for Python: the language, and the chat that this
      tab had. */
  async function wanted() {
    const id = tab();
    const sent = id && !asked() ? await recalled(id) : null;
    return JSON.stringify({ language: pinciteWords.language(), ...sent });
  }

  /** Runs when the page has loaded: asks a question that is in its address, once. */
  function opened() {
    const question = asked();
    if (question) {
      const url = new URL(location.href);
      url.searchParams.delete("q");
      history.replaceState(history.state, "", url);
      pincite.tell("example", { question });
    } else pincite.recall.typed();
    document.documentElement.dataset.ready = "yes";
  }

  const asked = () => new URLSearchParams(location.search).get("q")?.trim() ?? "";

  /** A chat in the form that Python takes; null if this browser has no such chat. */
  async function recalled(id) {
    try {
      const chat = (await store.chats()).find((each) => each.id === id);
      if (!chat) return null;
      const turns = newest(await store.turns(id));
      shown = turns.map(({ key }) => key);
      current = id;
      tab(id);
      narrowed = chat.narrowed ?? null;
      return { turns: turns.map(sendable), narrowed };
    } catch (error) {
      return fail(error);
    }
  }

  const sendable = ({ key, question, answer }) => ({ key, question, answer: answer ?? null });

  /** The last turns, as many as can be sent together. */
  function newest(turns) {
    let room = ROOM;
    const fits = (turn) => (room -= new Blob([JSON.stringify(sendable(turn))]).size) > 0;
    const last = turns.slice(-MOST).reverse();
    const end = last.findIndex((turn) => !fits(turn));
    return (end < 0 ? last : last.slice(0, Math.max(end, 1))).reverse();
  }

  /** Shows a chat of this browser. */
  async function show(id) {
    if (busy()) return;
    const sent = await recalled(id);
    if (sent) pincite.tell("restore", sent);
  }

  /** Shows earlier turns above the shown ones. */
  async function earlier() {
    if (busy()) return;
    const turns = await store.turns(current);
    const before = newest(turns.slice(0, turns.findIndex(({ key }) => key === shown[0])));
    shown = [...before.map(({ key }) => key), ...shown];
    justShown = before.length;
    pincite.tell("restore", { turns: before.map(sendable), earlier: true, tell: Boolean(wantedFirst) });
  }

  /** The turn to bring into view: the newest, or the newest of the earlier ones just shown. */
  function newestOf(turns) {
    const turn = turns[justShown - 1] ?? turns[turns.length - 1];
    justShown = 0;
    return turn;
  }

  /** Adds a button above the turns if the chat has earlier ones. */
  async function offerEarlier(element) {
    if (!current || !shown.length) return;
    const turns = await store.turns(current).catch(() => []);
    if (turns.findIndex(({ key }) => key === shown[0]) < 1) return;
    const place = element.querySelector(".turns");
    if (!place || place.querySelector("[data-earlier]")) return;
    const button = pincite.make("button", { type: "button", class: "tool", "data-earlier": "" },
      pincite.say("chats.earlier"));
    place.prepend(pincite.make("p", { class: "earlier" }, button));
  }

  function anew() {
    if (busy()) return;
    leave();
    pincite.tell("anew", {});
  }

  /** Leaves the chat; the next question begins another. */
  function leave() {
    current = null;
    narrowed = null;
    shown = [];
    tab("");
  }

  /** Wires the hidden element in which Python sends what is to be kept. */
  function arriving(element, watch) {
    watch("value", () => {
      const text = element.querySelector("pre")?.textContent;
      if (!text) return;
      const sent = JSON.parse(text);
      const handled = sent.again ? again(sent.again) : sent.restored ? goOn() : keep(sent);
      handled.catch(fail);
    });
  }

  /** Sends an event again with the chat of this tab, which the server has let go. */
  async function again({ name, sent }) {
    const last = Math.max(0, ...turnsShown().map(({ dataset }) => Number(dataset.turn)));
    const kept = current && await recalled(current);
    const turns = kept?.turns ?? [];
    if (sent.earlier) {
      wantedFirst = sent.turns[0]?.key ?? ""; // all together would be too much for one event
      sent = { turns, narrowed, tell: true };
    }
    const language = pinciteWords.language();
    const back = JSON.stringify({ language, turns, narrowed: narrowed ?? kept?.narrowed ?? null });
    // the turns get new numbers, the last one that of their count
    const turn = sent.turn && sent.turn - last + turns.length;
    pincite.tell(name, { ...sent, ...(turn && { turn }), back });
  }

  /** Shows still earlier turns, if the server had let the tab go when they were asked for. */
  async function goOn() {
    const keys = (await store.turns(current)).map(({ key }) => key);
    const more = keys.indexOf(wantedFirst) < keys.indexOf(shown[0]);
    if (!wantedFirst || !more) wantedFirst = "";
    else await earlier();
  }

  const turnsShown = () => [...document.querySelectorAll("#transcript .turn[data-turn]")];

  async function keep(turn) {
    narrowed = turn.narrowed;
    if (!turn.key) return current && store.change(current, turn); // only the filter changed
    if (!chatOf.has(turn.key)) {
      pincite.adding.settle();
      current ??= crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
      chatOf.set(turn.key, current);
      shown = [...shown, turn.key].slice(-MOST);
      tab(current);
    }
    await store.keep(chatOf.get(turn.key), turn);
    pincite.chats?.changed();
  }

  /** The chat of this tab; with `id`, it becomes that chat. */
  function tab(id) {
    try {
      if (id !== undefined) sessionStorage.setItem(TAB, id);
      return sessionStorage.getItem(TAB);
    } catch {
      return current;
    }
  }

  const busy = () => Boolean(document.querySelector("[data-pending]"));

  function fail(error) {
    if (!broken) console.warn("Pincite: this browser keeps no chats:", error);
    broken = true;
    return null;
  }

  // The articles may have changed while the tab was hidden.
  const recheck = () => {
    const seen = document.visibilityState === "visible";
    if (seen && shown.length && !busy()) pincite.tell("refresh", {});
  };
  document.addEventListener("visibilitychange", recheck);
  addEventListener("focus", recheck);

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-anew]")) anew();
    if (event.target.closest("[data-earlier]")) earlier();
  });

  return {
    wanted, opened, arriving, show, anew, leave, newestOf, offerEarlier,
    busy, current: () => current, broken: () => broken,
  };
})();
