// The coder's workbench: what the server's answers alone cannot do. Fields that an automatic save
// found wrong are marked, what was not saved says so, the tabular list is closed, and the list of
// buttons follows the script.
(() => {
  let opener = null;

  // After an automatic save the fields themselves stay as they are, so that nobody's typing is lost.
  function markFields() {
    const status = document.getElementById("sheet-status");
    const form = document.getElementById("sheet-form");
    if (!status || !form) return;
    const wrong = new Set(status.dataset.invalid.split(" "));
    for (const field of form.querySelectorAll("input[id], select[id]")) {
      if (!/^[ds]\d+-/.test(field.id)) continue;
      field.classList.toggle("is-invalid", wrong.has(field.id));
      if (wrong.has(field.id)) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
  }

  // A refused or lost answer leaves the sheet as it is: its status must not go on to say "Saved".
  function tellNotSaved() {
    const words = document.getElementById("not-saved");
    if (words) document.getElementById("sheet-status")?.replaceChildren(words.content.cloneNode(true));
  }

  document.addEventListener("htmx:afterRequest", (event) => {
    const sheet = document.getElementById("sheet-form")?.getAttribute("action");
    const asked = event.detail.requestConfig?.path;
    if (sheet && asked === sheet && !event.detail.successful) tellNotSaved();
  });

  function closeDrawer() {
    document.getElementById("tabular")?.replaceChildren();
    opener?.focus();
    opener = null;
  }

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id === "sheet-status") markFields();
    if (event.detail.target?.id === "tabular") document.getElementById("tabular-title")?.focus();
  });

  // The note comes along with every answer that changes the sheet. It must not keep the focus.
  document.addEventListener("htmx:afterSettle", (event) => {
    const sheet = event.detail.elt;
    if (sheet.id !== "code-sheet" || document.activeElement?.id !== "note") return;
    (sheet.querySelector("[data-focus]") ?? document.getElementById("new-d"))?.focus();
  });

  // The link by which the tabular list was opened gets the focus back.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const asked = event.detail.elt;
    const isOutside = !asked.closest("#tabular");
    if (asked.matches("[hx-target='#tabular']") && isOutside) opener = asked;
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-close-drawer]")) closeDrawer();
    if (event.target.closest?.("[aria-disabled=true]")) event.preventDefault();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    if (event.target.closest?.("#tabular")) closeDrawer();
  });

  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-mark-selection]")) button.hidden = false;
  });
})();
