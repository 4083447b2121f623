// The list of people, grouped by team: who has news, and what was said last.

import { avatar, h, icon, when } from "./dom.js";

/** The list, and the search in it. */
export class People {
  constructor({ open, clock }) {
    this.open = open;
    this.clock = clock;
    this.rows = new Map();
    this.teams = new Map();
    this.groups = h("div.teams", { role: "list" });
    this.search = h("input", {
      type: "search", placeholder: "搜索姓名或队组", "data-testid": "search", oninput: () => this.filter(),
    });
    this.element = h("nav.people", { "data-testid": "people" },
      h("label.search", {}, icon("search"), this.search), this.groups);
  }

  /** Draw these people's rows, and leave the others as they are. */
  show(people) {
    for (const person of people) {
      const old = this.rows.get(person.key);
      const row = this.row(person);
      if (old) old.replaceWith(row);
      else this.team(person.team).append(row);
      this.rows.set(person.key, row);
    }
    this.countTeams();
    if (this.search.value) this.filter();
  }

  /** Mark the people whose phones are open. */
  showOpened(keys) {
    this.opened = keys;
    for (const [key, row] of this.rows) row.classList.toggle("opened", keys.has(key));
  }

  row(person) {
    const preview = person.blocked ? "已屏蔽机器人" : person.preview || "还没有消息";
    return h(`button.person${this.opened?.has(person.key) ? ".opened" : ""}`, {
      type: "button", role: "listitem", "data-testid": `person-${person.key}`,
      "data-words": `${person.name} ${person.team}`, "data-unread": person.unread, onclick: () => this.open(person.key),
    },
    avatar(person.name, person.key),
    h("span.person-name", {}, person.name),
    h("span.person-at", {}, person.at ? when(person.at, this.clock.now()) : ""),
    h("span.person-preview", {}, person.mine && h("em", {}, "我:"), preview),
    person.unread > 0 && h("span.badge", { "data-testid": `unread-${person.key}` }, person.unread));
  }

  team(name) {
    if (!this.teams.has(name)) {
      const team = h("details.team", { open: true }, h("summary", {}, h("span", {}, name), h("span.team-unread")));
      this.teams.set(name, team);
      this.groups.append(team);
    }
    return this.teams.get(name);
  }

  countTeams() {
    for (const team of this.teams.values()) {
      const rows = [...team.querySelectorAll(".person")];
      const unread = rows.reduce((sum, row) => sum + Number(row.dataset.unread), 0);
      team.querySelector(".team-unread").textContent = unread || "";
    }
  }

  filter() {
    const words = this.search.value.trim();
    for (const row of this.rows.values()) row.hidden = !row.dataset.words.includes(words);
    for (const team of this.teams.values()) team.hidden = !team.querySelector(".person:not([hidden])");
  }
}
