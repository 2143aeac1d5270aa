// What a screen reader and a keyboard need after htmx has changed a part of the page: the result is
// read out once, and the focus stays where it was or goes to where the work goes on.
(() => {
  let timer;
  let focusedBefore = null;

  function announce(text) {
    const region = document.getElementById("announcer");
    if (!region || !text) return;
    region.textContent = "";
    clearTimeout(timer);
    // A region that is emptied and filled in two steps is read out even if the words are the same.
    timer = setTimeout(() => { region.textContent = text; }, 60);
  }

  function attend(element) {
    element.focus({ preventScroll: false });
  }

  // The texts of all [data-announce] in new content; an empty attribute means its own words.
  function textsIn(root) {
    const found = [...root.querySelectorAll("[data-announce]")];
    if (root.matches?.("[data-announce]")) found.unshift(root);
    return found.map((one) => one.dataset.announce || one.textContent.trim()).filter(Boolean);
  }

  function restoreFocus(root) {
    const lost = !document.activeElement || document.activeElement === document.body;
    const wanted = root.querySelector?.("[data-focus], [autofocus]");
    if (wanted?.matches("#error-summary")) return attend(wanted);
    if (!lost) return undefined;
    const same = focusedBefore && document.getElementById(focusedBefore);
    const next = same || wanted;
    if (next) return attend(next);
    if (focusedBefore === null) return undefined;
    if (!root.hasAttribute("tabindex")) root.setAttribute("tabindex", "-1");
    return attend(root);
  }

  document.addEventListener("announce", (event) => announce(event.detail));

  document.addEventListener("htmx:beforeSwap", () => {
    const active = document.activeElement;
    focusedBefore = active && active !== document.body ? active.id || "" : null;
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    const root = event.detail.elt;
    const said = textsIn(root);
    if (said.length) announce(said.join(" "));
    restoreFocus(root);
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id === "problem") {
      event.detail.target.scrollIntoView({ block: "nearest" });
    } else {
      document.getElementById("problem")?.replaceChildren();
    }
  });

  document.addEventListener("htmx:sendError", () => {
    const slot = document.getElementById("problem");
    const words = "The server cannot be reached, so nothing was sent. Check the connection and try again.";
    const box = document.createElement("div");
    box.className = "callout tone-bad";
    const line = document.createElement("p");
    line.className = "callout-body";
    line.textContent = words;
    box.append(line);
    slot?.replaceChildren(box);
    announce(words);
  });

  // A form that came back with errors: begin with their summary.
  document.addEventListener("DOMContentLoaded", () => {
    const summary = document.getElementById("error-summary");
    if (summary) attend(summary);
  });

  // A link of the summary leads to its control, also inside a closed disclosure.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".error-summary a[href^='#']");
    const control = link && document.getElementById(link.hash.slice(1));
    if (!control) return;
    event.preventDefault();
    control.closest("details")?.setAttribute("open", "");
    attend(control);
  });

  // Escape closes the nearest open confirmation.
  document.addEventListener("keydown", (event) => {
    const box = event.key === "Escape" && event.target.closest?.("details.confirm[open]");
    if (!box || event.defaultPrevented) return;
    box.open = false;
    box.querySelector("summary").focus();
  });
})();
