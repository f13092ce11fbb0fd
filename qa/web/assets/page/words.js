// The words of the page, in the browser's language or the chosen one. Python sends the tables, and
// uses the same ones itself.
"use strict";

const pinciteWords = (() => {
  const KEPT = "pincite.language";
  const GAP = /\{(\w+)(:,)?\}/g;
  let language = chosen() ?? preferred();
  const root = document.documentElement;
  root.lang = language;
  // Gradio sets it to the browser's language, even if there is no table for it.
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

  /** The first of the browser's languages that has a table. */
  function preferred() {
    const tables = Object.keys(PINCITE_WORDS);
    const main = (tag) => tag.toLowerCase().split("-")[0];
    for (const tag of navigator.languages ?? []) {
      const found = tables.find((each) => main(each) === main(tag));
      if (found) return found;
    }
    return tables[0];
  }

  /** The text of a key, with the values filled in. */
  function say(key, values = {}) {
    const text = PINCITE_WORDS[language][key];
    if (text === undefined) throw new Error(`nothing is said by ${key}`);
    return text.replace(GAP, (_, name, grouped) =>
      grouped ? Number(values[name]).toLocaleString("en") : String(values[name]),
    );
  }

  /** A number with its noun: "1 article", "1,284 articles". */
  const count = (n, noun) => say(`count.${noun}.${n === 1 ? "one" : "other"}`, { n });

  /** The translation of an English sentence from Python, as a whole or by its pieces between
      semicolons. What the table does not have stays English. */
  function translated(sentence) {
    if (language === "en") return sentence;
    const pieces = sentence.split("; ");
    const told = pieces.map(toldOf);
    const whole = told.every(Boolean) ? "" : toldOf(sentence);
    if (whole || !told.some(Boolean)) return whole || sentence;
    return told.map((piece, n) => piece || pieces[n]).join(say("list.semicolon"));
  }

  function toldOf(sentence) {
    made ??= Object.entries(PINCITE_WORDS.en).filter(([key]) => key.startsWith("said."))
      .sort(([, a], [, b]) => plain(b) - plain(a)).map(formed);
    for (const [key, names, form] of made) {
      const found = sentence.match(form);
      if (!found) continue;
      const values = Object.fromEntries(names.map((name, n) => [name, found[n + 1]]));
      if (values.why) values.why = translated(values.why); // this value is a sentence too
      return say(key, values);
    }
    return "";
  }

  let made = null; // Python's sentences, those with the most fixed text first: key, gaps, form
  const plain = (text) => text.replace(/\{\w+\}/g, "").length;

  function formed([key, text]) {
    const parts = text.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const names = [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    return [key, names, new RegExp(`^${parts.join("([^]+?)")}$`)];
  }

  /** A number of bytes in a readable unit. */
  function size(bytes) {
    const units = ["B", "KB", "MB", "GB"];
    const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1);
    const value = bytes / 1024 ** power;
    return `${value >= 10 || power === 0 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
  }

  /** Changes the language in this browser from now on. */
  function speak(wanted) {
    language = wanted;
    root.lang = wanted;
    try {
      localStorage.setItem(KEPT, wanted);
    } catch {
      // without storage, the choice is forgotten with the page
    }
    document.dispatchEvent(new Event("pincite:language"));
  }

  return { say, count, size, translated, speak, language: () => language };
})();
