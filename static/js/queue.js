// The desk's keys for calling numbers: a letter presses the button that names it, unless somebody is typing.
(function () {
  "use strict";

  const TYPING = "input, textarea, select, [contenteditable]";

  document.addEventListener("keydown", function (event) {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat;
    if (!isPlain || event.target.closest(TYPING) || document.querySelector("dialog[open]")) {
      return;
    }
    const key = event.key.toLowerCase();
    const button = Array.from(document.querySelectorAll("main [aria-keyshortcuts]")).find(function (one) {
      return one.getAttribute("aria-keyshortcuts").toLowerCase() === key && !one.disabled;
    });
    if (button) {
      event.preventDefault();
      button.click();
    }
  });
})();
