// The page as a whole: what has changed in the world, which phones are open, the clock, light and dark.

import { h, icon, moment, setting, tell } from "./dom.js";
import { Faults } from "./faults.js";
import { Hints } from "./hints.js";
import { People } from "./people.js";
import { Phone } from "./phone.js";

const MOST_PHONES = 4;
const people = new Map();
const phones = new Map();
const clock = { ahead: 0, now: () => Date.now() + clock.ahead };

const list = new People({ open, clock });
const hints = new Hints({ open, fill, name: (key) => people.get(key)?.name ?? key });
const faults = new Faults();
const desk = h("main.desk", { "data-testid": "desk" });
const time = h("time.clock-time", { "data-testid": "clock" });
const date = h("span.clock-date");

const narrow = matchMedia("(max-width: 760px)");

function draw() {
  const jump = (hours, label) =>
    h("button.pill", { type: "button", "data-testid": `clock-${hours}h`, onclick: () => tell("/clock", { hours }) }, label);
  document.body.append(
    h("header.bar", {},
      h("span.brand", {}, icon("shield")),
      h("div.bar-title", {}, h("strong", {}, setting.station), h("small", {}, "督导 · 沙盘")),
      h("div.clock", { title: "演示时钟" }, h("div.clock-face", {}, time, date),
        h("div.clock-jumps", {}, jump(1, "+1小时"), jump(24, "+1天"), jump(168, "+7天"))),
      h("button.round.faults-open", { type: "button", title: "限速和故障", "data-testid": "faults-open", onclick: () => faults.toggle() }, icon("bolt")),
      h("button.round", { type: "button", title: "引导", "data-testid": "guide", onclick: () => hints.toggle() }, icon("guide")),
      h("button.round", { type: "button", title: "深色或浅色", "data-testid": "theme", onclick: switchTheme }, icon("moon"), icon("sun")),
    ),
    h("aside.side", {}, list.element, hints.element),
    desk,
    faults.element,
    h("p.lost-note", { role: "alert", "data-testid": "lost" }, "连不上演示服务,正在重连…"),
  );
  desk.append(h("div.nobody", {}, icon("shield"), h("p", {}, "从名单里选一个人,打开他的手机")));
  setInterval(tick, 1000);
  addEventListener("hashchange", openFromAddress);
  addEventListener("pointerdown", ({ target }) => target.closest(".screen") || putAway(".menu-cover"));
  addEventListener("keydown", ({ key }) => key === "Escape" && putAway(".viewer, .menu-cover, .sheet"));
  narrow.addEventListener("change", () => narrow.matches && openFromAddress());
}

function tick() {
  const { time: shown, year, month, day, weekday } = moment(clock.now());
  if (time.textContent === shown && date.dataset.day === day) return;
  time.textContent = shown;
  date.textContent = `${year}年${month}月${day}日 ${weekday}`;
  if (date.dataset.day !== day) list.show([...people.values()]);
  date.dataset.day = day;
  for (const phone of phones.values()) phone.showTime(shown);
}

/** Take away what lies over a chat, the uppermost first. */
function putAway(kinds) {
  [...document.querySelectorAll(kinds)].at(-1)?.remove();
}

function switchTheme() {
  const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  localStorage.setItem("theme", theme);
}

// Which phones are open stands in the address, so that a reload or a link shows the same.

function openFromAddress() {
  const asked = decodeURIComponent(location.hash.slice(1)).split(",").filter((key) => people.has(key));
  const wanted = asked.slice(0, narrow.matches ? 1 : MOST_PHONES);
  for (const key of [...phones.keys()]) if (!wanted.includes(key)) close(key);
  for (const key of wanted) put(key);
}

function open(key) {
  const keys = phones.has(key) ? [...phones.keys()] : [...phones.keys(), key];
  location.hash = (narrow.matches ? [key] : keys.slice(-MOST_PHONES)).join(",");
  put(key);
  phones.get(key).attract();
}

function put(key) {
  if (phones.has(key)) return;
  const phone = new Phone(people.get(key), { close: () => keepWithout(key) });
  phones.set(key, phone);
  desk.append(phone.element);
  phone.pull();
  phone.showTime(time.textContent);
  showOpened();
}

function keepWithout(key) {
  location.hash = [...phones.keys()].filter((each) => each !== key).join(",");
}

function close(key) {
  phones.get(key)?.element.remove();
  phones.delete(key);
  showOpened();
}

function showOpened() {
  document.body.classList.toggle("has-phones", phones.size > 0);
  const keys = new Set(phones.keys());
  list.showOpened(keys);
  hints.showOpened(keys);
}

function fill(key, text) {
  open(key);
  phones.get(key).composer.fill(text);
}

// News from the world

function hear(news) {
  if (news.world !== setting.world) return location.reload();
  clock.ahead = news.now - Date.now();
  tick();
  for (const row of news.people) people.set(row.key, row);
  list.show(news.people);
  hints.show(news.script);
  faults.show(news.faults);
  for (const row of news.people) phones.get(row.key)?.pullIfOlder(row);
  if (!document.body.dataset.ready) begin();
}

function begin() {
  document.body.dataset.ready = "";
  if (location.hash.length > 1) openFromAddress();
  else if (!narrow.matches) location.hash = setting.opened.slice(0, MOST_PHONES).join(",");
}

document.documentElement.dataset.theme =
  localStorage.getItem("theme") ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
draw();
const events = new EventSource("/events");
events.onmessage = ({ data }) => {
  document.body.classList.remove("lost");
  hear(JSON.parse(data));
};
events.onerror = () => document.body.classList.add("lost");
