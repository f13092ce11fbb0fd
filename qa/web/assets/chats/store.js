// The chats that this browser keeps, in IndexedDB: a chat has a name, a turn belongs to a chat. All
// tabs of the browser see the same chats, and each tab gets an event when another changes
// something.
"use strict";

pincite.store = (() => {
  const told = "BroadcastChannel" in window ? new BroadcastChannel("pincite") : null;
  let opening = null;

  function open() {
    opening ??= new Promise((done, failed) => {
      const request = indexedDB.open("pincite", 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("chats", { keyPath: "id" });
        request.result.createObjectStore("turns", { keyPath: "key" }).createIndex("chat", "chat");
      };
      request.onsuccess = () => {
        // another tab, perhaps of a later Pincite, wants to change the database's layout
        request.result.onversionchange = () => request.result.close();
        done(request.result);
      };
      request.onerror = () => failed(request.error);
      request.onblocked = () => failed(new Error("blocked"));
    });
    return opening;
  }

  /** Runs `work` on the two stores; resolves to its result when the transaction is written. */
  async function through(mode, work) {
    const base = await open();
    return new Promise((done, failed) => {
      const change = base.transaction(["chats", "turns"], mode);
      let result;
      change.oncomplete = () => {
        if (mode === "readwrite") told?.postMessage("changed");
        done(result);
      };
      change.onerror = change.onabort = () => failed(change.error);
      work(change.objectStore("chats"), change.objectStore("turns"), (value) => (result = value));
    });
  }

  const all = (store, give) => (store.getAll().onsuccess = ({ target }) => give(target.result));

  /** All chats, the one used last first. */
  const chats = async () =>
    (await through("readonly", (chats, _, give) => all(chats, give))).sort(
      (one, other) => other.used - one.used,
    );

  /** The turns of a chat, oldest first; without an id, those of all chats. */
  const turns = async (id) =>
    (
      await through("readonly", (_, turns, give) =>
        all(id === undefined ? turns : boundTo(turns, id), give),
      )
    ).sort((one, other) => one.at - other.at);

  const boundTo = (turns, id) => ({ getAll: () => turns.index("chat").getAll(id) });

  /** Keeps a turn, or its answer when it has arrived; creates its chat if there is none. */
  const keep = (id, turn) =>
    through("readwrite", (chats, turns) => {
      turns.get(turn.key).onsuccess = ({ target }) =>
        turns.put({ at: Date.now(), ...target.result, ...turn, chat: id });
      chats.get(id).onsuccess = ({ target }) => {
        const { narrowed } = turn;
        const fresh = { id, name: turn.question.slice(0, 80), made: Date.now() };
        chats.put({ ...fresh, ...target.result, narrowed, used: Date.now() });
      };
    });

  /** Keeps a whole chat that was opened from a file. If it is kept already, only the time of its
      last use changes. */
  const bring = (chat, brought) =>
    through("readwrite", (chats, turns) => {
      chats.get(chat.id).onsuccess = ({ target }) => {
        chats.put({ ...chat, ...target.result, used: Date.now() });
        if (target.result) return;
        for (const turn of brought) turns.put({ ...turn, chat: chat.id });
      };
    });

  /** Changes fields of a chat, if it still exists. */
  const change = (id, fields) =>
    through("readwrite", (chats) => {
      chats.get(id).onsuccess = ({ target }) => {
        if (target.result) chats.put({ ...target.result, ...fields });
      };
    });

  /** Deletes a chat; resolves to what is needed to put it back. */
  const remove = (id) =>
    through("readwrite", (chats, turns, give) => {
      const gone = { chat: null, turns: [] };
      give(gone);
      chats.get(id).onsuccess = ({ target }) => {
        gone.chat = target.result;
        chats.delete(id);
      };
      turns.index("chat").getAll(id).onsuccess = ({ target }) => {
        gone.turns = target.result;
        for (const turn of gone.turns) turns.delete(turn.key);
      };
    });

  const putBack = (gone) =>
    through("readwrite", (chats, turns) => {
      if (gone.chat) chats.put(gone.chat);
      for (const turn of gone.turns) turns.put(turn);
    });

  /** Calls `listener` when another tab has changed something. */
  const onChange = (listener) => told?.addEventListener("message", listener);

  return { chats, turns, keep, bring, change, remove, putBack, onChange };
})();
