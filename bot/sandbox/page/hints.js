// The hint card: one step of the script at a time.

import { h, icon, tell } from "./dom.js";

/** The card, the same on every open page: the server says which step it is. */
export class Hints {
  constructor({ open, fill, name }) {
    this.open = open;
    this.fill = fill;
    this.name = name;
    this.element = h("section.hints", { "data-testid": "hints", "aria-live": "polite", onclick: (event) => this.unfold(event) });
    this.element.hidden = localStorage.getItem("hints") === "off";
  }

  /** Put the card away, or bring it back. */
  toggle() {
    this.element.hidden = !this.element.hidden;
    localStorage.setItem("hints", this.element.hidden ? "off" : "on");
  }

  /** At phone width a tap on the card shows all of it, or less again. */
  unfold(event) {
    if (!event.target.closest("button")) this.element.classList.toggle("unfolded");
  }

  /** Draw the present step; nothing if the script has none. */
  show(step) {
    const drawn = JSON.stringify(step);
    if (this.drawn === drawn) return;
    this.drawn = drawn;
    this.person = step?.person;
    this.element.replaceChildren(...(step ? this.card(step) : []));
    this.mark();
  }

  /** These phones are open: whoever looks at the right one need not be told to open it. */
  showOpened(keys) {
    this.opened = keys;
    this.mark();
  }

  mark() {
    this.element.classList.toggle("here", this.opened?.has(this.person) ?? false);
  }

  card(step) {
    const { index, count, person, title, text, fill } = step;
    const go = (to) => tell("/script", { index: to });
    const dots = Array.from({ length: count }, (_, number) => h(`i${number <= index ? ".done" : ""}`));
    const words = text.split(/(【[^】]*】)/).map((part) => part.startsWith("【") ? h("b", {}, part.slice(1, -1)) : part);
    return [
      h("div.hints-top", {},
        h("span.hints-kicker", {}, `三分钟上手 · ${index + 1}/${count}`),
        h("button.round.small", { type: "button", title: "收起", onclick: () => this.toggle() }, icon("close"))),
      h("div.hints-dots", {}, dots),
      h("h2", { "data-testid": "hint-title" }, title),
      h("p", {}, words),
      h("div.hints-actions", {},
        h("button.hint-open", { type: "button", "data-testid": "hint-open", onclick: () => this.open(person) }, `打开 ${this.name(person)}`),
        fill && h("button.hint-fill", { type: "button", "data-testid": "hint-fill", onclick: () => this.fill(person, fill) }, "填入示例")),
      h("div.hints-steps", {},
        index > 0 && h("button.link", { type: "button", "data-testid": "hint-back", onclick: () => go(index - 1) }, "上一步"),
        index + 1 < count
          ? h("button.link", { type: "button", "data-testid": "hint-next", onclick: () => go(index + 1) }, "下一步")
          : h("button.link", { type: "button", onclick: () => go(0) }, "从头再来")),
    ];
  }
}
