// Evidence in the note: words are tied to the code that is being proved. Mouse: select words.
// Keyboard: arrows go from passage to passage, Enter or Space marks one, Delete takes marks away.
// Offsets count characters (code points) of the note's source, as the server does.
(() => {
  const KEYS = "↑ ↓: next or previous passage; Enter: mark the passage; Delete: take its marks away";
  let lastPassage = "";
  let lastTarget = "";

  const say = (text) => document.dispatchEvent(new CustomEvent("announce", { detail: text }));
  const note = () => document.getElementById("note");
  const form = () => document.getElementById("evidence-form");
  const passages = () => [...(note()?.querySelectorAll(".passage") ?? [])];
  const radios = () => [...document.querySelectorAll("[name=evidence_target]")];
  const chosen = () => radios().find((radio) => radio.checked);
  const characters = (element) => [...element.textContent];
  const isWord = (character) => character !== undefined && /[\p{L}\p{N}]/u.test(character);

  function labelsOf(mark) {
    return (mark.dataset.label || "").split(", ");
  }

  function marksIn(passage, label) {
    return [...passage.querySelectorAll("mark.evidence")].filter((mark) => labelsOf(mark).includes(label));
  }

  // Which marks and passages belong to the code that is being proved.
  function paint() {
    const label = chosen()?.dataset.label;
    for (const passage of passages()) {
      const own = new Set(label ? marksIn(passage, label) : []);
      passage.setAttribute("aria-pressed", String(own.size > 0));
      for (const mark of passage.querySelectorAll("mark.evidence")) {
        mark.classList.toggle("is-active", own.has(mark));
      }
    }
  }

  function rove(passage) {
    lastPassage = passage.id;
    for (const one of passages()) one.tabIndex = one === passage ? 0 : -1;
  }

  function setup() {
    const article = note();
    const all = passages();
    if (!article || !form() || !all.length) return;
    article.dataset.keys = KEYS;
    for (const passage of all) passage.setAttribute("role", "button");
    rove(all.find((passage) => passage.id === lastPassage) ?? all[0]);
    if (lastTarget && !chosen()) {
      const same = radios().find((radio) => radio.value === lastTarget);
      if (same) same.checked = true;
    }
    paint();
  }

  function send(operation, start, end) {
    const target = chosen();
    if (!target) {
      say("Choose the code that these words prove first.");
      radios()[0]?.focus();
      return;
    }
    lastTarget = target.value;
    const fields = form().elements;
    fields.start.value = start;
    fields.end.value = end;
    fields.target.value = target.value;
    if (fields.operation) fields.operation.value = operation;
    form().requestSubmit();
  }

  function sendPassage(operation, passage) {
    send(operation, Number(passage.dataset.start), Number(passage.dataset.end));
  }

  // How many characters of the passage stand before this point of the page.
  function offsetIn(passage, node, offset) {
    const before = document.createRange();
    before.selectNodeContents(passage);
    before.setEnd(node, offset);
    return [...before.toString()].length;
  }

  // The part of a passage inside a range, widened to whole words: [start, end] or null.
  function part(passage, range) {
    if (!range.intersectsNode(passage)) return null;
    const text = characters(passage);
    const begins = passage.contains(range.startContainer);
    const ends = passage.contains(range.endContainer);
    let start = begins ? offsetIn(passage, range.startContainer, range.startOffset) : 0;
    let end = ends ? offsetIn(passage, range.endContainer, range.endOffset) : text.length;
    while (start < end && /\s/.test(text[start])) start += 1;
    while (end > start && /\s/.test(text[end - 1])) end -= 1;
    if (start >= end) return null;
    while (isWord(text[start]) && isWord(text[start - 1])) start -= 1;
    while (isWord(text[end - 1]) && isWord(text[end])) end += 1;
    const base = Number(passage.dataset.start);
    return [base + start, base + end];
  }

  function markSelection() {
    const selection = window.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    const parts = passages().map((passage) => part(passage, range)).filter(Boolean);
    if (!parts.length) return;
    if (chosen()) selection.removeAllRanges();
    send("mark", parts[0][0], parts[parts.length - 1][1]);
  }

  const MOVES = {
    ArrowDown: (at) => at + 1,
    ArrowUp: (at) => at - 1,
    Home: () => 0,
    End: (at, last) => last,
  };

  function onKey(event) {
    const passage = event.target.closest?.(".passage");
    if (!passage || !note()?.contains(passage) || !form()) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const all = passages();
    if (event.key in MOVES) {
      const to = all[MOVES[event.key](all.indexOf(passage), all.length - 1)];
      if (to) { rove(to); to.focus(); }
    } else if (event.key === "Enter" || event.key === " ") {
      const mark = passage.querySelector("mark.is-active");
      const isWhole = mark && mark.textContent === passage.textContent;
      sendPassage(isWhole ? "remove" : "mark", passage);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      if (passage.querySelector("mark.is-active")) sendPassage("remove", passage);
      else say("This passage has no mark for the chosen code.");
    } else return;
    event.preventDefault();
  }

  document.addEventListener("keydown", onKey);
  document.addEventListener("focusin", (event) => {
    const passage = event.target.closest?.(".passage");
    if (passage && note()?.contains(passage) && form()) rove(passage);
  });
  document.addEventListener("change", (event) => {
    if (event.target.name === "evidence_target") paint();
  });
  document.addEventListener("pointerup", (event) => {
    if (event.pointerType === "touch" || event.button !== 0 || !form()) return;
    if (!note()?.contains(event.target)) return;
    setTimeout(markSelection); // a click on a selection clears it after this event
  });
  // The button must not take the selection away before it is pressed.
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest?.("[data-mark-selection]")) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-mark-selection]")) return;
    if (window.getSelection().isCollapsed) say("Select words of the note first.");
    else markSelection();
  });
  document.addEventListener("DOMContentLoaded", setup);
  document.addEventListener("htmx:load", setup);
})();
