// The case editor: codes and quotes go in at the cursor, and a problem leads to its line.
(() => {
  const source = document.getElementById("id_source");
  const code = document.getElementById("insert-code");
  const insert = document.querySelector("[data-insert-code]");
  if (!source) return;

  function put(text) {
    source.setRangeText(text, source.selectionStart, source.selectionEnd, "end");
    source.focus();
    source.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function insertCode() {
    const [found] = code.value.trim().split(/\s+/);
    if (!found) return;
    put(found);
    code.value = "";
  }

  insert.hidden = false;
  insert.addEventListener("click", insertCode);
  code.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.defaultPrevented) {
      event.preventDefault();
      insertCode();
    }
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-line]");
    if (!link) return;
    event.preventDefault();
    const lines = source.value.split("\n");
    const line = Number(link.dataset.line);
    const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    source.focus();
    source.setSelectionRange(start, start + (lines[line - 1] || "").length);
    source.scrollTop = (line - 6) * (source.scrollHeight / lines.length);
  });

  document.addEventListener("selectionchange", () => {
    const button = document.querySelector("[data-quote-selection]");
    const note = document.getElementById("note");
    const words = document.getSelection();
    if (button && note) button.hidden = words.isCollapsed || !note.contains(words.anchorNode);
  });
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest("[data-quote-selection]")) event.preventDefault(); // keep the selection
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-quote-selection]")) return;
    const words = document.getSelection().toString().replace(/\s+/g, " ").trim();
    if (words) put(`evidence: [${JSON.stringify(words)}]`);
  });

  // What is typed and not saved is not lost by a slip.
  const first = source.value;
  window.addEventListener("beforeunload", (event) => {
    if (source.value !== first && !source.form.dataset.sent) event.preventDefault();
  });
  source.form.addEventListener("submit", () => { source.form.dataset.sent = "1"; });
})();
