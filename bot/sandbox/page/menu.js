// A small menu that opens beside whatever was pressed, inside one phone's screen.

import { h, icon } from "./dom.js";

/** One phone's menu; only one is open on the whole page. */
export class Menu {
  constructor(screen) {
    this.screen = screen;
  }

  /** Offer `entries` ({icon, label, act, …}) at `anchor`, an element or a point {x, y}. */
  open(anchor, entries) {
    const screen = this.screen.getBoundingClientRect();
    const at = anchor.getBoundingClientRect?.() ?? { left: anchor.x, right: anchor.x, top: anchor.y, bottom: anchor.y };
    const menu = h("div.menu", { role: "menu" }, entries.map((entry) =>
      h(`button.menu-entry${entry.danger ? ".danger" : ""}`, {
        type: "button", role: "menuitem", "data-testid": entry.test,
        onclick: () => { cover.remove(); entry.act(); },
      }, entry.icon && icon(entry.icon), entry.code && h("code", {}, entry.code), entry.label)));
    const cover = h("div.menu-cover", { onclick: () => cover.remove(), oncontextmenu: (event) => event.preventDefault() }, menu);
    document.querySelector(".menu-cover")?.remove();
    this.screen.append(cover);
    const { width, height } = menu.getBoundingClientRect();
    const left = Math.min(Math.max(at.left - screen.left, 8), screen.width - width - 8);
    const below = at.bottom - screen.top + 6;
    const top = below + height < screen.height - 8 ? below : Math.max(at.top - screen.top - height - 6, 8);
    menu.style.translate = `${left}px ${top}px`;
  }
}
