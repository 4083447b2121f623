// One phone: its frame, the chat's header, what the person may do, and what the server says about it.

import { ask, avatar, h, icon, setting, tell } from "./dom.js";
import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { Menu } from "./menu.js";
import { chooseFile, choosePhotos } from "./photos.js";
import { choosePlace } from "./map.js";

const TOAST_STAYS = 3500;

/** A person's phone on the desk. */
export class Phone {
  constructor(person, { close }) {
    this.key = person.key;
    this.person = person;
    this.version = 0;
    this.time = h("span.status-time");
    this.screen = h("div.screen");
    this.menu = new Menu(this.screen);
    this.chat = new Chat({ phone: this });
    this.composer = new Composer({ phone: this });
    this.restart = h("button.restart", { type: "button", "data-testid": "restart", onclick: () => this.do("start", {}) });
    this.screen.append(
      h("div.status", { "aria-hidden": "true" }, this.time, h("i.island"), h("span.status-icons", {}, h("i.signal"), "5G", h("i.battery"))),
      this.header(close),
      this.chat.element,
      h("footer.foot", {}, this.composer.element, this.restart),
      h("i.home", { "aria-hidden": "true" }),
    );
    this.element = h("article.phone", { "data-testid": `phone-${person.key}`, "aria-label": `${person.name}的手机` },
      h("div.owner", {}, avatar(person.name, person.key), h("strong", {}, person.name), h("span", {}, person.team),
        h("button.round.small", { type: "button", title: "收起这部手机", "data-testid": "close-phone", onclick: close }, icon("close"))),
      h("div.frame", {}, this.screen));
    this.show(person);
    document.addEventListener("visibilitychange", () => this.element.isConnected && this.read());
  }

  header(close) {
    const options = (event) => this.menu.open(event.currentTarget, [
      this.blocked
        ? { icon: "tick", label: "解除屏蔽", test: "unblock", act: () => this.do("unblock", {}) }
        : { icon: "ban", label: "屏蔽机器人", test: "block", danger: true, act: () => this.do("block", {}) },
      { icon: "close", label: "收起这部手机", act: close },
    ]);
    return h("header.head", {},
      h("button.round.back", { type: "button", title: "返回名单", "data-testid": "back", onclick: close }, icon("back")),
      h("span.avatar.bot", { "aria-hidden": "true" }, icon("shield")),
      h("div.head-name", {}, h("strong", {}, setting.bot), h("small", {}, h("span.head-owner", {}, `${this.person.name}的手机 · `), "机器人")),
      h("button.round", { type: "button", title: "更多", "data-testid": "phone-menu", onclick: options }, icon("dots")));
  }

  /** The station's time in the status bar. */
  showTime(time) {
    this.time.textContent = time;
  }

  /** Flash the frame, so that the eye finds it; the last one opened gets the keyboard. */
  attract() {
    this.element.scrollIntoView({ behavior: "smooth", inline: "nearest", block: "nearest" });
    this.element.classList.remove("attract");
    requestAnimationFrame(() => this.element.classList.add("attract"));
  }

  /** Fetch what is new if the world has a newer version than the one shown. */
  pullIfOlder(person) {
    this.person = person;
    if (person.version > this.version) this.pull();
    else this.read();
  }

  /** Fetch and show what is new; calls while one is under way are made up for once. */
  async pull() {
    this.wanted = true;
    if (this.pulling) return;
    this.pulling = true;
    while (this.wanted) {
      this.wanted = false;
      const news = await tell(`${this.path}?since=${this.version}`);
      if (news) this.take(news); // else the server is silent: its next news has this phone fetch again
    }
    this.pulling = false;
  }

  /** Show what is new; the first time that is everything, and old answers are not said again. */
  take(news) {
    const first = this.version === 0;
    this.version = news.version;
    this.show(news);
    this.composer.setCommands(news.commands);
    this.chat.show(news.messages, first);
    if (!first) news.answers.forEach((answer) => this.hearAnswer(answer));
    this.read();
  }

  show({ started, blocked }) {
    this.blocked = blocked;
    this.composer.element.hidden = !started || blocked;
    this.restart.hidden = started && !blocked;
    this.restart.textContent = blocked ? "解除屏蔽并重新开始" : "开始";
    this.chat.element.classList.toggle("fresh", !started);
  }

  /** What is on the screen of a visible page counts as read. */
  read() {
    if (this.person.unread && !document.hidden) tell(`${this.path}/read`, {});
  }

  get path() {
    return `/phones/${encodeURIComponent(this.key)}`;
  }

  /** Do something as this person; a refusal is shown as a toast. */
  async do(action, body) {
    try {
      await ask(`${this.path}/${action}`, body);
      return true;
    } catch (error) {
      this.toast(error.message);
      return false;
    }
  }

  hearAnswer({ message, text, alert }) {
    this.chat.release(message);
    if (text && alert) this.alert(text);
    else if (text) this.toast(text);
  }

  toast(text) {
    this.screen.querySelector(".toast")?.remove();
    const toast = h("div.toast", { "data-testid": "toast", role: "status" }, text);
    this.screen.append(toast);
    setTimeout(() => toast.remove(), TOAST_STAYS);
  }

  alert(text) {
    const dialog = this.sheet("", h("p.alert-text", { "data-testid": "alert" }, text),
      h("button.wide", { type: "button", onclick: () => dialog.remove() }, "好"));
    dialog.classList.add("alert");
  }

  /** A sheet that covers the chat from below; a tap beside it puts it away. */
  sheet(title, ...content) {
    const away = () => sheet.remove();
    const sheet = h("div.sheet", { "data-testid": "sheet", onclick: (event) => event.target === sheet && away() },
      h("section.sheet-card", {},
        title && h("header.sheet-head", {}, h("strong", {}, title),
          h("button.round.small", { type: "button", title: "关闭", onclick: away }, icon("close"))),
        content));
    this.screen.append(sheet);
    return sheet;
  }

  /** The attachment menu. */
  attach(anchor) {
    this.menu.open(anchor, [
      { icon: "image", label: "照片", test: "attach-photos", act: () => choosePhotos(this) },
      { icon: "file", label: "文件", test: "attach-file", act: () => chooseFile(this) },
      { icon: "pin", label: "位置", test: "attach-location", act: () => choosePlace(this) },
      { icon: "sticker", label: "贴纸", test: "attach-sticker", act: () => this.do("other", { kind: "sticker" }) },
    ]);
  }
}
