// The clock of timed work: the words that the page came with, kept up to date every 15 seconds.
(() => {
  const clock = document.querySelector("[data-clock-ends]");
  if (!clock) return;

  function tick() {
    const left = Math.ceil((Date.parse(clock.dataset.clockEnds) - Date.now()) / 60000);
    const text = left > 0
      ? `${left} of ${clock.dataset.clockMinutes} minutes left.`
      : clock.dataset.clockOver;
    if (clock.textContent !== text) clock.textContent = text;
  }

  setInterval(tick, 15000);
})();
