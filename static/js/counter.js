// The tablet at a counter that asks for a rating: it looks for the next return and goes back to waiting by itself.
(function () {
  "use strict";

  const screen = document.body.dataset.counter;
  const pause = Number(document.body.dataset.counterAfter) * 1000;
  let timer = 0;

  function wait() {
    window.clearTimeout(timer);
    timer = window.setTimeout(look, pause);
  }

  async function look() {
    try {
      const answer = await fetch(screen, { cache: "no-store", redirect: "manual" });
      const asks = answer.type === "opaqueredirect"; // it leads on to the question about a return
      if (asks || (answer.ok && window.location.pathname !== screen)) {
        window.location.replace(screen);
        return;
      }
    } catch (error) {
      // No connection just now: the page stays as it is, and asks again.
    }
    wait();
  }

  ["pointerdown", "keydown", "touchstart"].forEach(function (name) {
    document.addEventListener(name, wait, { passive: true });
  });
  wait();
})();
