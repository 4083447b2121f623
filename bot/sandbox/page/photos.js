// Photos: choosing them (samples or from the computer), sending files, and looking at them large.

import { ask, h, icon, setting } from "./dom.js";

const MOST = 10;

/** Let the person choose pictures and a caption; `given` are pictures from the clipboard. */
export function choosePhotos(phone, given = []) {
  const chosen = [];
  const grid = h("div.shelf", { "data-testid": "shelf" });
  const caption = h("input.caption", { type: "text", maxlength: 1024, placeholder: "加一句说明(可不写)", "data-testid": "caption" });
  const original = h("input", { type: "checkbox", "data-testid": "as-file" });
  const button = h("button.wide", { type: "button", "data-testid": "send-photos", onclick: send });
  const picker = h("input", { type: "file", accept: "image/*", multiple: true, hidden: true, "data-testid": "photo-files",
    onchange: () => add(picker.files) });
  grid.append(h("button.shelf-add", { type: "button", onclick: () => picker.click() }, icon("plus"), "从电脑选"));
  for (const name of setting.samples) shelve({ sample: name }, `/samples/${encodeURIComponent(name)}`, name);
  const sheet = phone.sheet("发送照片", grid, picker, caption,
    h("label.check", {}, original, "以文件发送,保留拍摄信息"), button);
  add(given);
  count();

  function add(files) {
    for (const file of files) {
      const address = URL.createObjectURL(file);
      choose(shelve({ file }, address, file.name), { file });
    }
  }

  function shelve(picture, address, name) {
    const tile = h("button.shelf-tile", { type: "button", title: name, "data-testid": `pick-${name}`, onclick: () => choose(tile, picture) },
      h("img", { src: address, alt: name }), h("span.shelf-number"));
    grid.append(tile);
    return tile;
  }

  function choose(tile, picture) {
    const at = chosen.findIndex((each) => each.tile === tile);
    if (at >= 0) chosen.splice(at, 1);
    else if (chosen.length < MOST) chosen.push({ tile, ...picture });
    count();
  }

  function count() {
    for (const tile of grid.querySelectorAll(".shelf-tile")) {
      const number = chosen.findIndex((each) => each.tile === tile) + 1;
      tile.classList.toggle("chosen", number > 0);
      tile.lastChild.textContent = number || "";
    }
    button.disabled = chosen.length === 0;
    button.textContent = chosen.length ? `发送${chosen.length}张` : "请选照片";
  }

  async function send() {
    const form = new FormData();
    form.append("kind", original.checked ? "original" : "photo");
    form.append("caption", caption.value);
    for (const { sample, file } of chosen) form.append(sample ? "sample" : "file", sample ?? file);
    if (await post(phone, form)) sheet.remove();
  }
}

/** Let the person choose one file of any kind and send it as it is. */
export function chooseFile(phone) {
  const picker = h("input", { type: "file", hidden: true, "data-testid": "any-file", onchange: send, oncancel: () => picker.remove() });
  phone.screen.append(picker);
  picker.click();

  function send() {
    const form = new FormData();
    form.append("kind", "document");
    form.append("file", picker.files[0]);
    post(phone, form);
    picker.remove();
  }
}

async function post(phone, form) {
  try {
    await ask(`${phone.path}/files`, form);
    return true;
  } catch (error) {
    phone.toast(error.message);
    return false;
  }
}

/** Show the pictures of a group large, beginning with `message`; arrows lead through them. */
export function viewPhotos(group, message, phone) {
  let index = group.indexOf(message);
  const image = h("img", { alt: "照片", "data-testid": "large-photo" });
  const viewer = h("div.viewer", { tabindex: "-1", onclick: close, onkeydown: key }, image,
    group.length > 1 && h("span.viewer-count"));
  phone.screen.append(viewer);
  viewer.focus();
  turn(0);

  function turn(by) {
    index = (index + by + group.length) % group.length;
    image.src = `/files/${group[index].photo.id}`;
    if (group.length > 1) viewer.lastChild.textContent = `${index + 1} / ${group.length}`;
  }

  function key(event) {
    if (event.key === "ArrowRight") turn(1);
    if (event.key === "ArrowLeft") turn(-1);
  }

  function close(event) {
    if (group.length > 1 && event.target === image) turn(1);
    else viewer.remove();
  }
}
