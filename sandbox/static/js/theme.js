// Light or dark: the system's wish until the reader presses the button. Runs before the page is
// drawn, so that it does not flash.
(() => {
  const KEY = "clean-claim-theme";
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  function stored() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // storage is switched off: follow the system
    }
  }

  function store(theme) {
    try {
      // Choosing what the system has anyway means to follow it again.
      if (theme === (system.matches ? "dark" : "light")) localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, theme);
    } catch {
      // storage is switched off: the choice holds for this page
    }
  }

  function show(theme) {
    root.dataset.bsTheme = theme;
    document.querySelector("[data-theme-toggle]")?.setAttribute("aria-pressed", theme === "dark");
  }

  const current = () => stored() || (system.matches ? "dark" : "light");

  show(current());
  system.addEventListener("change", () => show(current()));
  window.addEventListener("storage", (event) => event.key === KEY && show(current()));
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("[data-theme-toggle]");
    if (!button) return;
    button.hidden = false;
    show(current());
    button.addEventListener("click", () => {
      const theme = root.dataset.bsTheme === "dark" ? "light" : "dark";
      store(theme);
      show(theme);
    });
  });
})();
