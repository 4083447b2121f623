// A message, or an album of several, as a bubble.

import { h, icon, moment } from "./dom.js";
import { placeCard } from "./map.js";

const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", spoiler: "span.spoiler", text_link: "span.reference", bot_command: "span.reference",
};
const PHOTO_WIDTH = 280, PHOTO_HEIGHT = 340;
// How many tiles stand in each row of an album's grid.
const GRID = { 2: [2], 3: [1, 2], 4: [2, 2], 5: [2, 3], 6: [3, 3], 7: [2, 2, 3], 8: [2, 3, 3], 9: [3, 3, 3], 10: [2, 2, 3, 3] };

/** The row of one group of messages (one, or an album); `chat` knows the others and what can be done. */
export function row(group, chat) {
  const [first] = group;
  const said = group.find((message) => message.text) ?? first;
  const bare = !said.text && !first.replyTo && !first.document && !first.other;
  const bubble = h("div.bubble", {},
    quote(first, chat),
    first.photo && photos(group, chat),
    group.filter((message) => message.document).map(file),
    first.place && placeCard(first.place),
    first.other && h("div.other", {}, icon("sticker"), first.other),
    h("div.text", { "data-testid": "text" }, formatted(said.text, said.entities, chat), meta(first, group)));
  const picture = first.photo || first.place;
  const kinds = [picture && "has-picture", picture && bare && "bare", first.protected && "protected", first.keyboard.length && "has-keys"];
  const element = h(`div.row.${first.mine ? "mine" : "theirs"}`, {
    "data-testid": "message", "data-id": first.id, "data-side": first.mine ? "mine" : "theirs",
    oncontextmenu: (event) => { event.preventDefault(); chat.offer(first, { x: event.clientX, y: event.clientY }); },
    ondblclick: () => chat.reply(first),
  },
  h("div.column", {}, h("div.line", {}, bubble,
    h("button.more", { type: "button", title: "回复、编辑", "data-testid": "message-menu", onclick: (event) => chat.offer(first, event.currentTarget) }, icon("down"))),
  keyboard(first, chat)));
  element.classList.add(...kinds.filter(Boolean));
  return element;
}

function quote(message, chat) {
  if (!message.replyTo) return null;
  const answered = chat.messages.get(message.replyTo);
  return h("button.quote", { type: "button", "data-testid": "quote", onclick: () => chat.jumpTo(message.replyTo) },
    h("strong", {}, answered ? chat.nameOf(answered) : "消息"),
    h("span", {}, answered && !answered.deleted ? answered.preview : "已删除的消息"));
}

function photos(group, chat) {
  const seen = (message) => ({ type: "button", "data-testid": "photo", "data-id": message.id, onclick: () => chat.view(group, message) });
  const image = ({ photo }) => h("img", { src: `/files/${photo.id}`, alt: "照片", width: photo.width, height: photo.height, draggable: "false" });
  if (group.length === 1) {
    const [message] = group, { width, height } = message.photo;
    const shown = Math.min(PHOTO_WIDTH, (PHOTO_HEIGHT * width) / height);
    return h("button.photo", { ...seen(message), style: `width:${Math.max(shown, 120)}px;aspect-ratio:${width}/${height}` }, image(message));
  }
  const spans = (GRID[group.length] ?? []).flatMap((count) => Array(count).fill(6 / count));
  return h("div.album", { "data-testid": "album" },
    group.map((message, index) => h(`button.tile.span-${spans[index] ?? 2}`, seen(message), image(message))));
}

function file({ document: { id, name, size } }) {
  const weight = size < 1024 * 1024 ? `${Math.max(1, Math.round(size / 1024))} KB` : `${(size / 1024 / 1024).toFixed(1)} MB`;
  return h("a.file", { href: `/files/${id}`, download: name, "data-testid": "file" },
    h("span.file-icon", {}, icon("file")), h("span.file-name", {}, name), h("span.file-size", {}, weight));
}

function meta(message, group) {
  return h("span.meta", {},
    message.protected && h("span.guard", { title: "禁止转发和保存" }, icon("lock")),
    group.some((each) => each.edited) && h("span", { "data-testid": "edited" }, "已编辑"),
    moment(message.at).time,
    message.mine && icon("ticks"));
}

function keyboard(message, chat) {
  if (!message.keyboard.length) return null;
  return h("div.keys", { "data-testid": "keyboard" }, message.keyboard.map((buttons) =>
    h("div.key-row", {}, buttons.map(([label, data, url]) =>
      h(`button.key${chat.isPressed(message.id, data) ? ".pressed" : ""}`, {
        type: "button", "data-testid": "key", onclick: () => chat.press(message, data, url),
      }, h("span", {}, label), url && h("i.key-url", {}, "↗"))))));
}

/** Text with its entities as nodes. Offsets count UTF-16 units, as strings do here. */
function formatted(text, entities, chat, from = 0, to = text.length) {
  const nodes = [];
  let at = from;
  for (let index = 0; index < entities.length; index += 1) {
    const [kind, offset, length, argument] = entities[index];
    if (offset < at) continue;
    const inner = entities.slice(index + 1).filter(([, start, size]) => start >= offset && start + size <= offset + length);
    nodes.push(text.slice(at, offset));
    nodes.push(h(TAGS[kind] ?? "span", action(kind, argument, text.slice(offset, offset + length), chat),
      formatted(text, inner, chat, offset, offset + length)));
    at = offset + length;
  }
  nodes.push(text.slice(at, to));
  return nodes.filter((node) => node !== "");
}

function action(kind, argument, words, chat) {
  if (kind === "text_link") return { title: argument, onclick: () => chat.showLink(argument) };
  if (kind === "bot_command") return { onclick: () => chat.say(words) };
  if (kind === "spoiler") return { onclick: (event) => event.currentTarget.classList.add("seen") };
  return {};
}
