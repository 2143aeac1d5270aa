// A comment that is kept goes into the comment field that was used last.
(() => {
  let last = document.querySelector("textarea[name=text]");

  document.addEventListener("focusin", (event) => {
    if (event.target.matches("textarea[name=text]")) last = event.target;
  });

  for (const button of document.querySelectorAll("[data-use-comment]")) {
    button.hidden = !last;
    button.addEventListener("click", () => {
      last.value = [last.value.trim(), button.dataset.useComment].filter(Boolean).join(" ");
      last.focus();
    });
  }
})();
