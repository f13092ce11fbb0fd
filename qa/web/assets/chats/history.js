// Which chat this tab shows, and how it is kept and comes back. The server keeps none: it is sent a
// chat's questions and quotes when it is opened, says which still stand, and forgets them with the tab.
"use strict";

pincite.history = (() => {
  const { store } = pincite;
  const TAB = "pincite.chat"; // in the tab's own storage, which outlives a reload
  const ROOM = 400_000; // bytes of what is sent back at once
  const MOST = 50;
  const chatOf = new Map(); // the chat in which each question of this visit was asked
  let current = null;
  let shown = []; // keys of the turns on the page, oldest first
  let broken = false;

  /** What the page shows as it loads: the language, and the chat that this tab had. As text for
      Python. */
  async function wanted() {
    const id = tab();
    const sent = id && !asked() ? await recalled(id) : null;
    return JSON.stringify({ language: pinciteWords.language(), ...sent });
  }

  /** Once the page has loaded: a question that its address holds is asked, once. */
  function opened() {
    const question = asked();
    if (question) {
      const url = new URL(location.href);
      url.searchParams.delete("q");
      history.replaceState(history.state, "", url);
      pincite.tell("example", { question });
    }
    document.documentElement.dataset.ready = "yes";
  }

  const asked = () => new URLSearchParams(location.search).get("q")?.trim() ?? "";

  /** A chat as Python takes it; null where this browser has no such chat. */
  async function recalled(id) {
    try {
      const chat = (await store.chats()).find((each) => each.id === id);
      if (!chat) return null;
      const turns = newest(await store.turns(id));
      shown = turns.map(({ key }) => key);
      current = id;
      tab(id);
      return { turns: turns.map(sendable), narrowed: chat.narrowed ?? null };
    } catch (error) {
      return fail(error);
    }
  }

  const sendable = ({ key, question, answer }) => ({ key, question, answer: answer ?? null });

  /** The last turns, as many as are sent at once. */
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

  /** Shows what was asked before what is shown. */
  async function earlier() {
    if (busy()) return;
    const turns = await store.turns(current);
    const before = newest(turns.slice(0, turns.findIndex(({ key }) => key === shown[0])));
    shown = [...before.map(({ key }) => key), ...shown];
    pincite.tell("restore", { turns: before.map(sendable), earlier: true });
  }

  /** A button above the turns where the chat has more than are shown. */
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

  /** The chat is shown no longer; the next question begins another. */
  function leave() {
    current = null;
    shown = [];
    tab("");
  }

  /** Wires the hidden element in which Python hands over what is to be kept. */
  function arriving(element, watch) {
    watch("value", () => {
      const text = element.querySelector("pre")?.textContent;
      if (text) keep(JSON.parse(text)).catch(fail);
    });
  }

  async function keep(turn) {
    if (!turn.key) return current && store.change(current, turn); // which articles are asked
    if (!chatOf.has(turn.key)) {
      pincite.adding.settle();
      current ??= crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
      chatOf.set(turn.key, current);
      shown.push(turn.key);
      tab(current);
    }
    await store.keep(chatOf.get(turn.key), turn);
    pincite.chats?.changed();
  }

  /** The chat of this tab; with `id`, that one from now on. */
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

  // What was shown while the tab lay behind may no longer stand.
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
    wanted, opened, arriving, show, anew, leave, offerEarlier,
    current: () => current, broken: () => broken,
  };
})();
