// What the page says, in the language of the browser or the one that was chosen. The tables come from
// Python, which says the rest by the same ones.
"use strict";

const pinciteWords = (() => {
  const KEPT = "pincite.language";
  const GAP = /\{(\w+)(:,)?\}/g;
  let language = chosen() ?? preferred();
  const root = document.documentElement;
  root.lang = language;
  // Gradio sets it to what the browser prefers, be there a table for it or not.
  new MutationObserver(() => {
    if (root.lang !== language) root.lang = language;
  }).observe(root, { attributeFilter: ["lang"] });

  function chosen() {
    try {
      const kept = localStorage.getItem(KEPT);
      return kept in PINCITE_WORDS ? kept : null;
    } catch {
      return null;
    }
  }

  /** The first of the browser's languages that there is a table for. */
  function preferred() {
    const tables = Object.keys(PINCITE_WORDS);
    const main = (tag) => tag.toLowerCase().split("-")[0];
    for (const tag of navigator.languages ?? []) {
      const found = tables.find((each) => main(each) === main(tag));
      if (found) return found;
    }
    return tables[0];
  }

  /** What is said by a key, with the values in their places. */
  function say(key, values = {}) {
    const text = PINCITE_WORDS[language][key];
    if (text === undefined) throw new Error(`nothing is said by ${key}`);
    return text.replace(GAP, (_, name, grouped) =>
      grouped ? Number(values[name]).toLocaleString("en") : String(values[name]),
    );
  }

  /** So many of something: "1 article", "1,284 articles". */
  const count = (n, noun) => say(`count.${noun}.${n === 1 ? "one" : "other"}`, { n });

  /** A sentence that Python made, in English, in the language spoken, the whole or its pieces between
      semicolons; as it stands where the table has none like it. */
  function translated(sentence) {
    if (language === "en") return sentence;
    const pieces = sentence.split("; ");
    const told = pieces.map(toldOf);
    const whole = told.every(Boolean) ? "" : toldOf(sentence);
    return whole || told.map((piece, n) => piece || pieces[n]).join(say("list.semicolon"));
  }

  function toldOf(sentence) {
    made ??= Object.entries(PINCITE_WORDS.en).filter(([key]) => key.startsWith("said."))
      .sort(([, a], [, b]) => plain(b) - plain(a)).map(formed);
    for (const [key, names, form] of made) {
      const found = sentence.match(form);
      if (!found) continue;
      const values = Object.fromEntries(names.map((name, n) => [name, found[n + 1]]));
      if (values.why) values.why = translated(values.why); // a sentence of its own
      return say(key, values);
    }
    return "";
  }

  let made = null; // the sentences that Python makes, those that say most first: key, gaps, form
  const plain = (text) => text.replace(/\{\w+\}/g, "").length;

  function formed([key, text]) {
    const parts = text.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const names = [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    return [key, names, new RegExp(`^${parts.join("([^]+?)")}$`)];
  }

  /** A number of bytes, as people say it. */
  function size(bytes) {
    const units = ["B", "KB", "MB", "GB"];
    const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1);
    const value = bytes / 1024 ** power;
    return `${value >= 10 || power === 0 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
  }

  /** Speaks another language from now on, in this browser. */
  function speak(wanted) {
    language = wanted;
    root.lang = wanted;
    try {
      localStorage.setItem(KEPT, wanted);
    } catch {
      // then it is forgotten with the page
    }
    document.dispatchEvent(new Event("pincite:language"));
  }

  return { say, count, size, translated, speak, language: () => language };
})();
