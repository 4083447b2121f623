// Building blocks: elements, icons, requests, and how moments are written.

export const setting = JSON.parse(document.getElementById("setting").textContent);

/** An element: `h("button.round", {title: "发送", onclick}, child, …)`; empty children are left out. */
export function h(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag || "div");
  element.classList.add(...classes);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "value" || key === "textContent") element[key] = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const SHAPES = {
  shield: '<path d="M12 3l7 3v5c0 4.6-3 8.4-7 10-4-1.6-7-5.4-7-10V6z"/><path d="M9 12l2.2 2.2L15.2 10"/>',
  clip: '<path d="M20 11.5l-8.3 8.3a5 5 0 0 1-7.1-7.1l8.5-8.5a3.4 3.4 0 0 1 4.8 4.8l-8.4 8.4a1.7 1.7 0 0 1-2.4-2.4l7.6-7.6"/>',
  send: '<path class="solid" d="M3.4 20.4l17.5-7.5c.8-.35.8-1.45 0-1.8L3.4 3.6c-.66-.3-1.39.2-1.39.91L2 9.12c0 .5.37.93.87.99L17 12 2.87 13.88c-.5.07-.87.5-.87 1l.01 4.61c0 .71.73 1.2 1.39.91z"/>',
  menu: '<path d="M4 7h16M4 12h16M4 17h16"/>',
  dots: '<path class="solid" d="M12 7a1.7 1.7 0 1 0 0-3.4A1.7 1.7 0 0 0 12 7zm0 6.7a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4zm0 6.7a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4z"/>',
  search: '<circle cx="11" cy="11" r="6.5"/><path d="M16 16l4.5 4.5"/>',
  close: '<path d="M6 6l12 12M18 6L6 18"/>',
  back: '<path d="M15 5l-7 7 7 7"/>',
  down: '<path d="M6 9.5l6 6 6-6"/>',
  moon: '<path d="M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z"/>',
  sun: '<circle cx="12" cy="12" r="4"/><path d="M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4"/>',
  reply: '<path d="M10 8V4.5L3.5 11l6.5 6.5V14c5 0 8 1.5 10.5 5-.7-5.5-3.5-10.5-10.5-11z"/>',
  pencil: '<path d="M4 20l1-4.5L16.5 4a2.1 2.1 0 0 1 3 3L8 18.8 4 20z"/>',
  copy: '<rect x="8.5" y="8.5" width="11.5" height="11.5" rx="2.5"/><path d="M15.5 5.5a2 2 0 0 0-2-1.5H6a2 2 0 0 0-2 2v7.5a2 2 0 0 0 1.5 2"/>',
  ban: '<circle cx="12" cy="12" r="8.5"/><path d="M6 6l12 12"/>',
  image: '<rect x="3.5" y="4.5" width="17" height="15" rx="3"/><circle cx="9" cy="10" r="1.7"/><path d="M4 17.5l5-4.5 3.5 3 3-2.5 4.5 4"/>',
  file: '<path d="M13.5 3.5H7a2 2 0 0 0-2 2v13a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V9z"/><path d="M13.5 3.5V9H19"/>',
  pin: '<path d="M12 21c-4.5-5-6.5-8.3-6.5-11a6.5 6.5 0 0 1 13 0c0 2.7-2 6-6.5 11z"/><circle cx="12" cy="10" r="2.3"/>',
  sticker: '<path d="M20 13V8a4 4 0 0 0-4-4H8a4 4 0 0 0-4 4v8a4 4 0 0 0 4 4h5z"/><path d="M20 13c-4 0-7 2-7 7"/><path d="M9 9.5v.5M15 9.5v.5"/>',
  plus: '<path d="M12 5v14M5 12h14"/>',
  lock: '<rect x="5.5" y="10.5" width="13" height="9.5" rx="2.5"/><path d="M8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5"/>',
  ticks: '<path d="M2.5 12.7l4.3 4.3L15 7.5M11 15.7l1.3 1.3L21 7.5"/>',
  tick: '<path d="M5 12.5l4.5 4.5L19 7.5"/>',
  bolt: '<path d="M13 2.5L5.5 13.5H12l-1 8 7.5-11H12z"/>',
  guide: '<circle cx="12" cy="12" r="8.5"/><path d="M15.5 8.5l-2 5-5 2 2-5z"/>',
};

/** One of the line icons, by name. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.innerHTML = SHAPES[name];
  return svg;
}

/** A round picture with the first character of a name; the colour stays with the person. */
export function avatar(name, key) {
  const number = [...key].reduce((sum, character) => sum * 31 + character.codePointAt(0), 7) >>> 0;
  return h("span.avatar", { "data-colour": number % 7, "aria-hidden": "true" }, [...name][0]);
}

/** What the server answers; a refusal, or its silence, is thrown with its reason. */
export async function ask(path, body) {
  const form = body instanceof FormData;
  const request = { method: "POST", body: form ? body : JSON.stringify(body) };
  if (!form) request.headers = { "content-type": "application/json" };
  const response = await fetch(path, body === undefined ? {} : request).catch(() => {
    throw new Error("演示服务没有应答");
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error || response.statusText);
  return answer;
}

/** Tell the server something; that it is silent is said elsewhere, once for all. */
export function tell(path, body) {
  return ask(path, body).catch(() => {});
}

const parts = new Intl.DateTimeFormat("zh-CN", {
  timeZone: setting.timezone, hourCycle: "h23", weekday: "short",
  year: "numeric", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit",
});

/** A moment on the station's clock: year, month, day, weekday, time. */
export function moment(milliseconds) {
  const found = Object.fromEntries(parts.formatToParts(milliseconds).map(({ type, value }) => [type, value]));
  return { ...found, time: `${found.hour}:${found.minute}`, date: `${found.year}-${found.month}-${found.day}` };
}

/** A short mark of when something happened, as a list shows it: the time today, otherwise the day. */
export function when(milliseconds, now) {
  const then = moment(milliseconds);
  return then.date === moment(now).date ? then.time : `${then.month}/${then.day}`;
}
