// What goes wrong on the way: limits as Telegram's, and a share of failures of the kinds that are ticked.

import { h, icon, tell } from "./dom.js";

const KINDS = {
  "429": "429 请稍候",
  "500": "500 出错",
  "502": "502 网关",
  "reset-before": "没送到就断线",
  "reset-after": "送到了才断线",
  slow: "很慢才答复",
  garbled: "答复残缺",
};
const SHARES = [0, 10, 30, 60];

/** The panel, the same on every open page: the server says how it stands. */
export class Faults {
  constructor() {
    this.limited = h("input", { type: "checkbox", "data-testid": "faults-limited", onchange: () => this.changed() });
    this.percent = h("select", { "data-testid": "faults-percent", onchange: () => this.changed() },
      SHARES.map((share) => h("option", { value: String(share) }, share ? `${share}%` : "不出错")));
    this.kinds = Object.fromEntries(Object.keys(KINDS).map((kind) =>
      [kind, h("input", { type: "checkbox", "data-testid": `faults-${kind}`, onchange: () => this.changed() })]));
    this.told = h("p.faults-told", { "data-testid": "faults-told" });
    this.element = h("section.faults", { "data-testid": "faults", hidden: true, "aria-label": "限速和故障" },
      h("div.faults-head", {}, h("strong", {}, "限速和故障"),
        h("button.round.small", { type: "button", title: "收起", onclick: () => this.toggle() }, icon("close"))),
      h("label.faults-row", {}, this.limited, "像 Telegram 一样限速(全部每秒30条,每人每秒1条)"),
      h("label.faults-row", {}, "机器人发的消息出错", this.percent),
      h("div.faults-kinds", {}, Object.entries(KINDS).map(([kind, label]) => h("label.faults-row", {}, this.kinds[kind], label))),
      this.told);
  }

  /** Put the panel away, or bring it out. */
  toggle() {
    this.element.hidden = !this.element.hidden;
  }

  /** Draw how it stands. */
  show({ limited, percent, kinds, refused, early }) {
    this.limited.checked = limited;
    if (!SHARES.includes(percent) && ![...this.percent.options].some(({ value }) => Number(value) === percent)) {
      this.percent.append(h("option", { value: String(percent) }, `${percent}%`));
    }
    this.percent.value = String(percent);
    for (const [kind, box] of Object.entries(this.kinds)) box.checked = kinds.includes(kind);
    this.told.textContent = refused ? `请机器人稍候${refused}次,没等够就再发${early}次` : "";
    document.body.classList.toggle("troubled", limited || (percent > 0 && kinds.length > 0));
  }

  changed() {
    tell("/faults", {
      limited: this.limited.checked,
      percent: Number(this.percent.value),
      kinds: Object.keys(this.kinds).filter((kind) => this.kinds[kind].checked),
    });
  }
}
