// The messages of one chat: drawn once, changed where they change, added at the end.

import { h, icon, moment, setting } from "./dom.js";
import { row } from "./bubbles.js";
import { viewPhotos } from "./photos.js";

const NEAR_THE_END = 90;
const SAME_BREATH = 5 * 60 * 1000;
const PRESS_LIVES = 150_000;
const DATE_STAYS = 900;
const SHOWN_AT_FIRST = 120;
const SHOWN_AT_ONCE = 400;

/** One chat: its messages in order, by day, and where the reader is in them. */
export class Chat {
  constructor({ phone }) {
    this.phone = phone;
    this.messages = new Map();
    this.rows = new Map();
    this.pressed = new Map();
    this.missed = 0;
    this.list = h("div.list", { role: "log" });
    this.earlier = h("button.earlier", { type: "button", onclick: () => this.showEarlier() }, "更早的消息");
    this.earlier.hidden = true;
    this.waiting = [];
    this.scroller = h("div.scroller", { onscroll: () => this.noticeScroll() }, this.earlier, this.welcome(), this.list);
    this.toEnd = h("button.to-end", { type: "button", title: "到最新", onclick: () => this.scrollToEnd(true) }, icon("down"), h("span.badge"));
    new ResizeObserver(() => this.atEnd && this.scrollToEnd(false)).observe(this.scroller);
    this.element = h("div.chat", { "data-testid": "chat" }, this.scroller, this.toEnd);
  }

  welcome() {
    return h("div.welcome", {}, h("span.avatar.bot", {}, icon("shield")), h("strong", {}, setting.bot),
      h("p", {}, "点下面的“开始”,和机器人说第一句话。"));
  }

  /** Take in new and changed messages; `first` is the whole chat at once. */
  show(messages, first) {
    const atEnd = first || this.isAtEnd();
    const drawn = first ? this.holdBack(messages) : messages;
    const came = messages.filter((message) => !message.deleted && !message.mine && !this.messages.has(message.id)).length;
    for (const message of messages) this.messages.set(message.id, { ...this.messages.get(message.id), ...message });
    this.drawAll(drawn);
    if (atEnd || drawn.some((message) => message.mine && !message.edited)) this.scrollToEnd(!first);
    else this.missed += came;
    this.countMissed();
  }

  drawAll(messages) {
    for (const group of new Set(messages.map(({ id }) => this.groupOf(id)))) this.draw(group);
  }

  /** Keep all but the last messages for later: a long chat opens as fast as a short one. */
  holdBack(messages) {
    const from = Math.max(0, messages.length - SHOWN_AT_FIRST);
    this.waiting = messages.slice(0, from);
    this.earlier.hidden = from === 0;
    return messages.slice(from);
  }

  /** Draw the next portion of what was held back, above, with the eye staying where it is. */
  showEarlier() {
    const below = this.scroller.scrollHeight - this.scroller.scrollTop;
    const { day, last } = this;
    const [next, ...later] = this.list.childNodes;
    this.list.replaceChildren();
    this.day = this.last = undefined;
    this.drawAll(this.waiting.splice(-SHOWN_AT_ONCE));
    if (next.dataset.date === this.day?.dataset.date) this.day.append(...next.querySelectorAll(".row"));
    else this.list.append(next);
    this.list.append(...later);
    this.day = day === next && !next.isConnected ? this.day : day;
    this.last = last;
    this.earlier.hidden = this.waiting.length === 0;
    this.scroller.scrollTop = this.scroller.scrollHeight - below;
  }

  /** The key under which a message is drawn: its own number, or its album. */
  groupOf(id) {
    const { album } = this.messages.get(id);
    return album ? `album ${album}` : id;
  }

  /** The messages of a group that are still there. */
  membersOf(group) {
    const all = typeof group === "number" ? [this.messages.get(group)] : [...this.messages.values()];
    return all.filter(({ id, deleted }) => !deleted && this.groupOf(id) === group);
  }

  /** Draw a group: anew where it stood, at the end if it is new, away if it is empty. */
  draw(group) {
    const members = this.membersOf(group);
    const old = this.rows.get(group);
    if (!members.length) {
      old?.remove();
      this.rows.delete(group);
      return;
    }
    if (!old && members[0].id <= this.waiting.at(-1)?.id) return;
    const element = row(members, this);
    this.rows.set(group, element);
    if (old) this.exchange(old, element);
    else this.append(element, members[0]);
  }

  /** Put a row in the place of an old one, with its tail and its nearness. */
  exchange(old, element) {
    for (const name of ["tail", "close"]) element.classList.toggle(name, old.classList.contains(name));
    old.replaceWith(element);
    if (this.last.element === old) this.last.element = element;
  }

  /** Add a row at the end, under a new date if a day has begun. */
  append(element, message) {
    const { date, month, day, weekday } = moment(message.at);
    if (this.day?.dataset.date !== date) {
      this.day = h("section.day", { "data-date": date }, h("div.date", { "data-testid": "date" }, h("span", {}, `${month}月${day}日 ${weekday}`)));
      this.list.append(this.day);
      this.last = undefined;
    }
    if (this.last && this.last.mine === message.mine && message.at - this.last.at < SAME_BREATH) {
      this.last.element.classList.remove("tail");
      element.classList.add("close");
    }
    element.classList.add("tail");
    this.day.append(element);
    this.last = { element, mine: message.mine, at: message.at };
  }

  // Where the eye is

  isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR_THE_END;
  }

  scrollToEnd(smoothly) {
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smoothly ? "smooth" : "instant" });
  }

  noticeScroll() {
    this.scroller.classList.add("scrolling");
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.scroller.classList.remove("scrolling"), DATE_STAYS);
    this.countMissed();
  }

  /** Show the way to the end, and how much was missed there, to who has scrolled up. */
  countMissed() {
    this.atEnd = this.isAtEnd();
    if (this.atEnd) this.missed = 0;
    this.toEnd.classList.toggle("shown", !this.atEnd);
    this.toEnd.lastChild.textContent = this.missed || "";
  }

  /** Scroll to a message and flash it, drawing earlier ones until it is there. */
  jumpTo(id) {
    const find = () => this.scroller.querySelector(`[data-id="${id}"]`)?.closest(".row");
    while (!find() && this.waiting.length) this.showEarlier();
    const found = find();
    found?.scrollIntoView({ behavior: "smooth", block: "center" });
    found?.classList.remove("found");
    requestAnimationFrame(() => found?.classList.add("found"));
  }

  // What can be done with a message

  nameOf(message) {
    return message.mine ? this.phone.person.name : setting.bot;
  }

  /** The menu of a message: answer, edit, copy. */
  offer(message, at) {
    const own = message.mine && message.text && !message.photo && !message.document;
    this.phone.menu.open(at, [
      { icon: "reply", label: "回复", test: "reply", act: () => this.reply(message) },
      ...(own ? [{ icon: "pencil", label: "编辑", test: "edit", act: () => this.phone.composer.edit(message) }] : []),
      ...(message.text && !message.protected
        ? [{ icon: "copy", label: "复制", test: "copy", act: () => navigator.clipboard.writeText(message.text) }]
        : []),
    ]);
  }

  reply(message) {
    if (!this.phone.composer.element.hidden) this.phone.composer.replyTo(message);
  }

  say(text) {
    return this.phone.do("text", { text });
  }

  view(group, message) {
    viewPhotos(group, message, this.phone);
  }

  showLink(address) {
    this.phone.toast(`演示不打开外部链接:${address}`);
  }

  /** Press a button: it shimmers until the bot answers, or a press is too old to be answered. */
  async press(message, data, url) {
    if (url) return this.showLink(url);
    this.pressed.set(message.id, data);
    this.draw(message.id);
    setTimeout(() => this.release(message.id), PRESS_LIVES);
    if (!(await this.phone.do("press", { id: message.id, data }))) this.release(message.id);
  }

  isPressed(id, data) {
    return this.pressed.get(id) === data;
  }

  /** The bot has answered a press (or its time is over): the button stops shimmering. */
  release(id) {
    if (!this.pressed.delete(id)) return;
    this.draw(id);
  }
}
