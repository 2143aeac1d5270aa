// Two panes on a narrow screen: the switch shows one at a time and each keeps its place. Without
// this file both stand below each other and the switch jumps to them.
(() => {
  const narrow = window.matchMedia("(max-width: 1023.98px)");
  const scrolled = {};

  function show(panes, nav, name) {
    const before = panes.dataset.active;
    if (before) scrolled[before] = window.scrollY;
    panes.dataset.active = name;
    for (const link of nav.querySelectorAll("[data-pane]")) {
      if (link.dataset.pane === name) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    if (before && before !== name) window.scrollTo({ top: scrolled[name] ?? 0, behavior: "instant" });
  }

  function init() {
    const panes = document.querySelector(".panes");
    const nav = document.querySelector(".pane-switch");
    if (!panes || !nav) return;
    const wanted = document.getElementById(location.hash.slice(1));
    const start = panes.dataset.start;
    show(panes, nav, wanted?.closest(".pane") ? (wanted.closest(".pane-b") ? "b" : "a") : start);
    nav.addEventListener("click", (event) => {
      const link = event.target.closest("[data-pane]");
      if (!link || !narrow.matches) return;
      event.preventDefault();
      show(panes, nav, link.dataset.pane);
      document.dispatchEvent(new CustomEvent("announce", { detail: `${link.textContent} shown` }));
    });
    // A link from one pane into the other, such as from a finding to its box.
    document.addEventListener("click", (event) => {
      const link = event.target.closest?.("a[href^='#']:not([data-pane])");
      const pane = link?.hash && document.getElementById(link.hash.slice(1))?.closest(".pane");
      if (pane && narrow.matches) show(panes, nav, pane.id === "pane-b" ? "b" : "a");
    });
  }

  document.addEventListener("DOMContentLoaded", init);
})();
