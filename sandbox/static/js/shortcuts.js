// Keyboard shortcuts that the page declares with data-shortcut, the list of them under "?", and the
// switch that turns them off for who types by voice or hits keys by accident.
(() => {
  const KEY = "clean-claim-shortcuts";
  const TYPING = "input:not([type=checkbox]):not([type=radio]):not([type=submit]), textarea, select, [contenteditable]";
  let first = "";
  let timer;

  function isOn() {
    try {
      return localStorage.getItem(KEY) !== "off";
    } catch {
      return true; // storage is switched off
    }
  }

  function turn(on) {
    try {
      if (on) localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, "off");
    } catch {
      // storage is switched off: they stay on
    }
  }

  function make(tag, text, className) {
    const element = document.createElement(tag);
    if (text) element.textContent = text;
    if (className) element.className = className;
    return element;
  }

  // [keys, words] of everything on the page that can be reached by keys.
  function declared() {
    const rows = [["?", "Show this list"]];
    for (const element of document.querySelectorAll("[data-shortcut]")) {
      const words = element.dataset.shortcutLabel || element.getAttribute("aria-label")
        || element.labels?.[0]?.textContent || element.textContent;
      rows.push([element.dataset.shortcut, words.trim()]);
    }
    for (const element of document.querySelectorAll("[data-keys]")) {
      for (const one of element.dataset.keys.split(";")) rows.push(one.split(":").map((part) => part.trim()));
    }
    return rows;
  }

  function row([keys, words]) {
    const line = make("div");
    const term = make("dt");
    for (const key of keys.split(" ")) term.append(make("kbd", key), " ");
    line.append(term, make("dd", words));
    return line;
  }

  function theSwitch() {
    const label = make("label", "", "shortcut-switch");
    const box = make("input", "", "form-check-input");
    box.type = "checkbox";
    box.checked = isOn();
    box.addEventListener("change", () => turn(box.checked));
    label.append(box, " Use these keys");
    return label;
  }

  function dialog() {
    let box = document.getElementById("shortcuts");
    if (!box) {
      box = make("dialog", "", "dialog");
      box.id = "shortcuts";
      box.setAttribute("aria-labelledby", "shortcuts-title");
      document.body.append(box);
    }
    const title = make("h2", "Keyboard shortcuts", "panel-title");
    title.id = "shortcuts-title";
    const list = make("dl", "", "shortcut-list");
    list.append(...declared().map(row));
    const close = make("button", "Close", "btn btn-quiet");
    close.addEventListener("click", () => box.close());
    const foot = make("div", "", "split");
    foot.append(theSwitch(), close);
    box.replaceChildren(title, list, foot);
    return box;
  }

  function open() {
    const box = dialog();
    if (!box.open) box.showModal();
  }

  function use(element) {
    if (element.matches(TYPING)) element.focus();
    else if (element.matches("summary, details")) element.closest("details").open = true;
    else element.click();
  }

  function find(keys) {
    return [...document.querySelectorAll("[data-shortcut]")]
      .find((one) => one.dataset.shortcut === keys && !one.disabled && one.getClientRects().length);
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!isOn() || event.key.length > 1 || event.target.closest?.(TYPING)) return;
    if (document.querySelector("dialog[open]")) return;
    clearTimeout(timer);
    timer = setTimeout(() => { first = ""; }, 1000);
    const found = find(first ? `${first} ${event.key}` : event.key) ?? find(event.key);
    first = event.key;
    if (event.key === "?") open();
    else if (found) use(found);
    else return;
    first = "";
    event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-shortcuts-open]")) open();
  });

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("[data-shortcuts-open]");
    if (button) button.hidden = false;
  });
})();
