// The schematic map: where the station's places lie, a place to send, and a place that was sent.

import { h, setting } from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";
const SCALE = 111_320; // metres in a degree
const COMMUNITY = { width: 600, height: 510, rx: 110 };
const AT = 40, NEARBY = 300; // metres
const HUES = ["#6aa9e9", "#79c08f", "#e2a866", "#b394dd", "#e08a93"];
const CARD = { width: 900, height: 560 };
const spots = setting.landmarks.map((place) => ({ ...place, x: place.longitude * SCALE, y: -place.latitude * SCALE }));
const groups = [...new Set(spots.map((spot) => spot.group).filter(Boolean))];

function svg(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function extent() {
  const xs = spots.length ? spots.map((spot) => spot.x) : [0, 2000], ys = spots.length ? spots.map((spot) => spot.y) : [0, 1500];
  const [left, top] = [Math.min(...xs) - 300, Math.min(...ys) - 360];
  return { x: left, y: top, width: Math.max(...xs) + 300 - left, height: Math.max(...ys) + 360 - top };
}

/** The map's picture within `box`, in metres; y grows to the south. */
function picture(box, label) {
  const size = box.width / 30;
  const of = (...kinds) => spots.filter((spot) => kinds.includes(spot.kind));
  const hue = (spot) => HUES[Math.max(0, groups.indexOf(spot.group)) % HUES.length];
  const communities = of("community");
  const station = of("station")[0];
  const roads = communities.flatMap((from) => nearest(communities.filter((to) => to !== from), from, 2).map((to) => [from, to]));
  if (station) roads.push(...nearest(communities, station, 3).map((to) => [station, to]));
  const lines = (width, kind) => roads.map(([a, b]) =>
    svg("path", { d: `M${a.x} ${a.y}L${b.x} ${a.y}L${b.x} ${b.y}`, class: kind, "stroke-width": width }));
  return svg("svg", { class: "map", viewBox: `${box.x} ${box.y} ${box.width} ${box.height}`, preserveAspectRatio: "xMidYMid slice" },
    svg("rect", { ...box, class: "map-ground" }),
    ...communities.map((spot) => svg("rect", {
      x: spot.x - COMMUNITY.width / 2, y: spot.y - COMMUNITY.height / 2, ...COMMUNITY, fill: hue(spot), class: "map-area" })),
    ...lines(58, "map-kerb"), ...lines(42, "map-road"),
    ...of("compound").map((spot) => svg("rect", { x: spot.x - 75, y: spot.y - 55, width: 150, height: 110, rx: 22, class: "map-block" }, title(spot))),
    ...of("point").map((spot) => svg("circle", { cx: spot.x, cy: spot.y, r: 26, class: "map-point" }, title(spot))),
    ...of("station").map((spot) => svg("circle", { cx: spot.x, cy: spot.y, r: 62, class: "map-station" })),
    ...(label ? [...communities, ...of("station")].map((spot) => svg("text", {
      x: spot.x, y: spot.y + (spot.kind === "station" ? 170 : -150), "font-size": size * 1.15, class: `map-name ${spot.kind}` }, spot.name)) : []));
}

function title(spot) {
  return svg("title", {}, spot.name);
}

function nearest(among, to, count) {
  const far = (spot) => Math.hypot(spot.x - to.x, spot.y - to.y);
  return [...among].sort((a, b) => far(a) - far(b)).slice(0, count);
}

/** A teardrop whose tip is at 0,0. */
function marker(size) {
  return svg("g", { class: "map-marker" },
    svg("path", { d: "M0 0C-5-7-9-11-9-17a9 9 0 0 1 18 0c0 6-4 10-9 17z", transform: `scale(${size / 24})` }),
    svg("circle", { cy: (-17 * size) / 24, r: (3.6 * size) / 24 }));
}

/** In words: what is next to a position in degrees. */
function describe(latitude, longitude) {
  const here = { x: longitude * SCALE, y: -latitude * SCALE };
  const away = (spot) => Math.hypot(spot.x - here.x, spot.y - here.y);
  const [exact] = nearest(spots.filter((each) => each.kind !== "community"), here, 1);
  const [spot] = exact && away(exact) < NEARBY ? [exact] : nearest(spots, here, 1);
  if (!spot) return `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  return away(spot) < AT ? spot.name : `${spot.name}附近约${Math.round(away(spot) / 10) * 10}米`;
}

/** A position that was sent, as a small map in a bubble. */
export function placeCard([latitude, longitude]) {
  const [x, y] = [longitude * SCALE, -latitude * SCALE];
  const box = { x: x - CARD.width / 2, y: y - CARD.height / 2, ...CARD };
  const map = picture(box, false);
  const mark = marker(130);
  mark.setAttribute("transform", `translate(${x} ${y})`);
  map.append(mark);
  return h("div.place", { "data-testid": "place" }, map, h("span.place-name", {}, describe(latitude, longitude)));
}

/** Let the person pick a position on the map and send it. */
export function choosePlace(phone) {
  const map = picture(extent(), true);
  const mark = marker(190);
  const name = h("strong.place-picked", { "data-testid": "place-picked" }, "点地图选位置");
  const button = h("button.wide", { type: "button", disabled: true, "data-testid": "send-place", onclick: send }, "发送这个位置");
  let picked;
  map.setAttribute("data-testid", "map");
  map.setAttribute("preserveAspectRatio", "xMidYMid meet");
  map.addEventListener("click", pick);
  const sheet = phone.sheet("发送位置", h("div.map-holder", {}, map), name, button);

  function pick(event) {
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
    picked = { latitude: -y / SCALE, longitude: x / SCALE };
    mark.setAttribute("transform", `translate(${x} ${y})`);
    map.append(mark);
    name.textContent = describe(picked.latitude, picked.longitude);
    button.disabled = false;
  }

  async function send() {
    if (await phone.do("location", picked)) sheet.remove();
  }
}
