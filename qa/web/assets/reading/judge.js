// Feedback on an answer: a verdict is sent at once; the right answer and a note can follow. Python
// writes both into a file on this machine.
"use strict";

pincite.judge = (() => {
  const { make, say } = pincite;
  let requests = 0;
  let waiting = null; // the buttons whose verdict is being sent

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-judge]");
    if (!button) return;
    const { judge: verdict } = button.dataset;
    const group = button.closest(".judge");
    group.nextElementSibling?.matches(".judging") && group.nextElementSibling.remove();
    if (verdict !== "note") send(group, { verdict });
    if (verdict !== "right") ask(group, verdict);
  });

  function send(group, values) {
    waiting = group;
    const turn = Number(group.closest(".turn").dataset.turn);
    pincite.tell("judge", { ...values, turn, request: ++requests });
  }

  /** Asks for the right answer and a note. */
  function ask(group, verdict) {
    const field = (name, label) =>
      make("label", {}, label, make("input", { name, type: "text", autocomplete: "off", maxlength: "2000" }));
    const press = ({ currentTarget: button }) =>
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
    const nothing = make("button", {
      type: "button", class: "tool", "aria-pressed": "false", onclick: press,
    }, say("judge.nothing"));
    const right = verdict === "wrong"
      ? [field("answer", say("judge.answer")), make("p", { class: "carry" }, nothing)]
      : [];
    const close = () => {
      form.remove();
      group.querySelector(`[data-judge="${verdict}"]`)?.focus();
    };
    const keep = (event) => {
      event.preventDefault();
      const { answer = "", note = "" } = Object.fromEntries(new FormData(form));
      const none = nothing.getAttribute("aria-pressed") === "true";
      if (answer || note || none) send(group, { verdict, answer, note, nothing: none });
      close();
    };
    const form = make("form", { class: "judging", onsubmit: keep },
      ...right, field("note", say("judge.remark")),
      make("p", { class: "carry" },
        make("button", { type: "submit", class: "tool" }, say("judge.save")),
        make("button", { type: "button", class: "tool", onclick: close }, say("judge.cancel"))));
    form.addEventListener("keydown", (event) => event.key === "Escape" && close());
    group.after(form);
    form.querySelector("input").focus({ preventScroll: true });
    form.scrollIntoView({ block: "nearest" });
  }

  /** Handles Python's reply, which arrives in the same element as saved chats. */
  function arrived(sent) {
    if (Number(sent.dataset.request) !== requests) return;
    const { judged } = sent.dataset;
    if (!judged) return pincite.carry.say(sent.textContent);
    for (const each of waiting?.querySelectorAll("[data-judge]") ?? []) {
      each.setAttribute("aria-pressed", String(each.dataset.judge === judged));
    }
    const words = say("judge.kept", { verdict: say(`judge.${judged}`) });
    pincite.carry.say(`${words} ${say("judge.where", { file: sent.textContent })}`);
  }

  return { arrived };
})();
