// What is handed out: a button prints the page, and a link is chosen whole as soon as one is in it,
// ready to be copied. Without this file the browser's own menu prints, and the link is chosen by hand.
(() => {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  for (const input of document.querySelectorAll("[data-choose-all]")) {
    input.addEventListener("focus", () => input.select());
  }
})();
