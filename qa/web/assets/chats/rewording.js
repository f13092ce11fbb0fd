// The question that was searched for, if it is not the typed one, can be edited where it stands and
// asked again.
"use strict";

pincite.rewording = (() => {
  const { make, say } = pincite;
  let form = null; // the open form; one at a time
  let first = ""; // the question as it stood
  let text = ""; // as it is now

  document.addEventListener("click", (event) => {
    const line = event.target.closest(".taken:has([data-edit-asked])");
    const words = event.target.closest(".sought") && getSelection().isCollapsed;
    if (!line || !(words || event.target.closest("[data-edit-asked]"))) return;
    open(line, line.querySelector(".sought").dataset.words);
    focus();
    form.scrollIntoView({ block: "nearest" });
  });

  function focus() {
    const box = form.querySelector("textarea");
    box.focus({ preventScroll: true });
    box.setSelectionRange(text.length, text.length);
  }

  /** Shows a form in place of the line. */
  function open(line, written) {
    close();
    const button = line.querySelector("[data-edit-asked]");
    first = line.querySelector(".sought").dataset.words;
    text = written;
    const box = make("textarea", { rows: "1", maxlength: "2000", autocomplete: "off", dir: "auto" });
    box.value = written;
    box.addEventListener("input", () => (text = box.value));
    box.addEventListener("keydown", (event) => {
      if (event.isComposing) return; // Enter and Escape belong to the input method
      if (event.key === "Escape") cancel();
      if (event.key !== "Enter" || event.shiftKey) return;
      event.preventDefault();
      form.requestSubmit();
    });
    const cancel = () => {
      close();
      button.focus({ preventScroll: true });
    };
    const ask = (event) => {
      event.preventDefault();
      const question = text.trim();
      if (!question || pincite.history.busy()) return box.focus();
      close();
      pincite.tell("example", { question, form: button.dataset.editAsked });
    };
    form = make("form", { class: "rewording", onsubmit: ask },
      make("label", {}, line.firstChild.textContent, box),
      make("p", { class: "carry" },
        make("button", { type: "submit", class: "tool" }, say("ask.send")),
        make("button", { type: "button", class: "tool", onclick: cancel }, say("judge.cancel"))));
    line.hidden = true;
    line.after(form);
  }

  function close() {
    if (form?.previousElementSibling) form.previousElementSibling.hidden = false;
    form?.remove();
    form = null;
  }

  /** Opens the form again, with what was written, if the turns were drawn anew around it. */
  function drawn(element) {
    if (!form || form.isConnected) return;
    const lines = [...element.querySelectorAll(".taken:has([data-edit-asked])")];
    const line = lines.findLast((each) => each.querySelector(".sought").dataset.words === first);
    form = null;
    if (!line) return;
    open(line, text);
    // the focus went with the form that was drawn over, unless something else has taken it
    if (document.activeElement === document.body) focus();
  }

  return { drawn };
})();
