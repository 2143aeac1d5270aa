// A text field that looks codes up as one types, after the ARIA pattern "editable combobox with
// list autocomplete". The field stays a plain text field: what is typed is what is sent.
(() => {
  const WAIT = 120; // milliseconds without a key before asking
  const ready = new WeakSet();
  let number = 0;

  const say = (text) => document.dispatchEvent(new CustomEvent("announce", { detail: text }));

  function make(tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  }

  class Combobox {
    constructor(input) {
      this.input = input;
      this.entries = [];
      this.active = -1;
      this.least = Number(input.dataset.min || 2);
      this.list = make("ul", "combobox-list");
      this.list.id = `combobox-${(number += 1)}`;
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", input.labels?.[0]?.textContent.trim() || "Codes");
      this.list.hidden = true;
      input.parentElement.classList.add("combobox");
      input.after(this.list);
      for (const [name, value] of Object.entries({
        role: "combobox", autocomplete: "off", spellcheck: "false", "aria-autocomplete": "list",
        "aria-expanded": "false", "aria-controls": this.list.id,
      })) input.setAttribute(name, value);
      input.addEventListener("input", () => this.later());
      input.addEventListener("keydown", (event) => this.key(event));
      input.addEventListener("blur", () => this.close());
      // The list must not take the focus from the field when it is clicked.
      this.list.addEventListener("mousedown", (event) => event.preventDefault());
      this.list.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) this.choose([...this.list.children].indexOf(option));
      });
    }

    get isOpen() { return !this.list.hidden; }

    later() {
      clearTimeout(this.timer);
      this.request?.abort();
      if (this.input.value.trim().length < this.least) return this.close();
      this.timer = setTimeout(() => this.search(), WAIT);
      return undefined;
    }

    async search() {
      const text = this.input.value.trim();
      const url = new URL(this.input.dataset.url, location.href);
      url.searchParams.set("q", text);
      this.request = new AbortController();
      try {
        const answer = await fetch(url, {
          signal: this.request.signal, headers: { Accept: "application/json" }, credentials: "same-origin",
        });
        if (!answer.ok) throw new Error(String(answer.status));
        this.show(await answer.json(), text);
      } catch (error) {
        if (error.name === "AbortError") return;
        this.notice("The search does not answer. You can still type the code in full.");
      }
    }

    show(entries, text) {
      if (document.activeElement !== this.input) return;
      this.entries = entries;
      if (!entries.length) {
        this.notice(`Nothing found for “${text}”. Try another word or the code's first letters.`);
        return;
      }
      this.list.replaceChildren(...entries.map((entry, at) => this.option(entry, at)));
      this.open();
      say(`${entries.length} ${entries.length === 1 ? "code" : "codes"} found`);
    }

    option(entry, at) {
      const option = make("li", "combobox-option");
      option.id = `${this.list.id}-${at}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      const words = make("span", "combobox-words", entry.title);
      if (entry.note) words.append(make("span", "combobox-note", entry.note));
      option.append(make("code", "code", entry.code), words);
      if (entry.billable === false) option.append(make("span", "combobox-tag", "category"));
      return option;
    }

    notice(text) {
      this.entries = [];
      const line = make("li", "combobox-notice", text);
      line.setAttribute("role", "option");
      line.setAttribute("aria-disabled", "true");
      line.setAttribute("aria-selected", "false");
      this.list.replaceChildren(line);
      this.open();
      say(text);
    }

    open() {
      this.point(-1);
      this.list.hidden = false;
      this.input.setAttribute("aria-expanded", "true");
    }

    close() {
      clearTimeout(this.timer);
      this.request?.abort();
      this.list.hidden = true;
      this.input.setAttribute("aria-expanded", "false");
      this.point(-1);
    }

    point(at) {
      this.list.children[this.active]?.setAttribute("aria-selected", "false");
      this.active = at;
      const option = at < 0 ? null : this.list.children[at];
      if (!option) return this.input.removeAttribute("aria-activedescendant");
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      return this.input.setAttribute("aria-activedescendant", option.id);
    }

    step(by) {
      const last = this.entries.length - 1;
      if (last < 0) return;
      const next = this.active + by;
      this.point(next > last ? 0 : next < 0 ? last : next);
    }

    key(event) {
      if (event.isComposing || event.ctrlKey || event.metaKey) return;
      const { key } = event;
      if (key === "Escape") {
        if (!this.isOpen) { this.input.value = ""; return; }
        this.close();
      } else if (key === "ArrowDown" || key === "ArrowUp") {
        if (!this.isOpen) this.later();
        else this.step(key === "ArrowDown" && !event.altKey ? 1 : -1);
      } else if (key === "Enter" && this.isOpen && this.active >= 0) {
        this.choose(this.active);
      } else if ((key === "Home" || key === "End") && this.isOpen) {
        const end = key === "Home" ? 0 : this.input.value.length;
        this.input.setSelectionRange(end, end);
        this.point(-1);
      } else return;
      event.preventDefault();
    }

    choose(at) {
      const entry = this.entries[at];
      if (!entry) return;
      this.input.value = entry.code;
      this.close();
      say(`${entry.code} ${entry.title} chosen`);
      this.input.dispatchEvent(new CustomEvent("combobox:choose", { bubbles: true, detail: entry }));
      if ("submit" in this.input.dataset) this.input.form?.requestSubmit();
    }
  }

  function init(root) {
    const inputs = [...root.querySelectorAll("input[data-combobox]")];
    if (root.matches?.("input[data-combobox]")) inputs.push(root);
    for (const input of inputs) {
      if (ready.has(input)) continue;
      ready.add(input);
      new Combobox(input);
    }
  }

  document.addEventListener("DOMContentLoaded", () => init(document));
  document.addEventListener("htmx:load", (event) => init(event.detail.elt));
})();
