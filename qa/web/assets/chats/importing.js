// Opens chats that were saved as JSON. Pincite reads the file and keeps nothing of it. The browser then
// keeps the chat like every other one, and shows it in the same way, with each quote checked.
"use strict";

pincite.importing = (() => {
  const { store, say, size } = pincite;

  /** Keeps the chats of files. Returns the id of the last chat, and a line for each file that was
      refused. */
  async function read(files) {
    const refused = [];
    let last = null;
    for (const file of files.slice(0, pincite.files.MOST)) {
      try {
        last = await kept(await chatOf(file));
      } catch (error) {
        const why = pincite.translated(error.message);
        refused.push(say("chats.open.failed", { name: file.name, why }));
      }
    }
    return { last, refused };
  }

  /** The chat in a file. Throws an Error with one line if there is none. */
  async function chatOf(file) {
    const most = Number(document.querySelector("[data-chats]").dataset.most);
    if (file.size > most) {
      throw new Error(say("chats.open.large", { size: size(file.size), most: size(most) }));
    }
    const unread = () => Promise.reject(new Error(say("chats.open.unread")));
    return pincite.adding.send("chat", await file.arrayBuffer().catch(unread));
  }

  async function kept({ id, narrowed, turns }) {
    const now = Date.now();
    const chat = { id, name: turns[0].question.slice(0, 80), made: now, narrowed, imported: true };
    const timed = turns.map((turn, n) => ({ ...turn, narrowed, at: now - turns.length + n }));
    try {
      await store.bring(chat, timed);
    } catch {
      throw new Error(say("chats.forbidden"));
    }
    return id;
  }

  return { read };
})();
