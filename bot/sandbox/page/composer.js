// Where the person writes: a text, an answer, or another version of what they wrote.

import { h, icon } from "./dom.js";
import { choosePhotos } from "./photos.js";

/** The field below a chat, and what stands above it while an answer or another version is written. */
export class Composer {
  constructor({ phone }) {
    this.phone = phone;
    this.input = h("textarea", {
      rows: 1, maxlength: 4096, placeholder: "发消息", "aria-label": "发消息", "data-testid": "input",
      oninput: () => this.fit(), onkeydown: (event) => this.key(event), onpaste: (event) => this.paste(event),
    });
    this.send = h("button.round.send", { type: "button", title: "发送", "data-testid": "send", onclick: () => this.submit() }, icon("send"));
    this.menuButton = h("button.commands", { type: "button", "data-testid": "commands", onclick: () => this.offerCommands() }, icon("menu"), "菜单");
    this.setCommands([]);
    this.above = h("div.above", { "data-testid": "above" });
    this.above.hidden = true;
    this.element = h("div.composer", {}, this.above,
      h("div.write", {},
        this.menuButton,
        h("div.field", {}, this.input,
          h("button.round", { type: "button", title: "附件", "data-testid": "attach", onclick: (event) => phone.attach(event.currentTarget) }, icon("clip"))),
        this.send));
    this.fit();
  }

  /** Put a ready text into the field. */
  fill(text) {
    this.input.value = text;
    this.fit();
    this.input.focus();
  }

  replyTo(message) {
    this.show({ icon: "reply", title: this.phone.chat.nameOf(message), text: message.preview, reply: message.id });
  }

  edit(message) {
    this.show({ icon: "pencil", title: "编辑消息", text: message.preview, editing: message.id });
    this.fill(message.text);
  }

  show(state) {
    this.state = state;
    this.above.hidden = false;
    this.above.replaceChildren(icon(state.icon), h("div.above-text", {}, h("strong", {}, state.title), h("span", {}, state.text)),
      h("button.round.small", { type: "button", title: "取消", onclick: () => this.reset() }, icon("close")));
    this.input.focus();
  }

  reset() {
    if (this.state?.editing) this.input.value = "";
    this.state = undefined;
    this.above.hidden = true;
    this.fit();
  }

  /** As high as the text, up to six lines. */
  fit() {
    this.input.style.height = "0";
    this.input.style.height = `${Math.min(Math.max(this.input.scrollHeight, 40), 132)}px`;
    this.send.classList.toggle("ready", this.input.value.trim() !== "");
  }

  key(event) {
    if (event.key === "Escape") this.reset();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.submit();
  }

  /** Send what is written; it stays in the field if it could not be sent. */
  async submit() {
    const text = this.input.value.trim();
    if (!text) return;
    const { editing, reply } = this.state ?? {};
    const done = editing
      ? await this.phone.do("edit", { id: editing, text })
      : await this.phone.do("text", { text, replyTo: reply ?? null });
    if (!done) return;
    this.input.value = "";
    this.reset();
    this.input.focus();
  }

  /** Pictures on the clipboard open the photo sheet; text is pasted as ever. */
  paste(event) {
    const pictures = [...event.clipboardData.files].filter((file) => file.type.startsWith("image/"));
    if (!pictures.length) return;
    event.preventDefault();
    choosePhotos(this.phone, pictures);
  }

  /** These are the commands now; without any there is no menu button. */
  setCommands(commands) {
    this.commands = commands;
    this.menuButton.hidden = commands.length === 0;
  }

  offerCommands() {
    this.phone.menu.open(this.menuButton, this.commands.map(({ command, description }) => ({
      code: `/${command}`, label: description, test: `command-${command}`,
      act: () => this.phone.do("text", { text: `/${command}` }),
    })));
  }
}
