// The desk's keys: / goes to the box, Ctrl+Enter sends the form being filled in, a row with data-href opens as a whole.
(function () {
  "use strict";

  const TYPING = "input, textarea, select, [contenteditable]";
  const OWN_CLICK = "a, button, input, label, select, textarea, summary";

  document.addEventListener("keydown", function (event) {
    const target = event.target;
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !target.closest(TYPING)) {
      const box = document.querySelector(".box__input");
      if (box) {
        event.preventDefault();
        box.focus();
        box.select();
      }
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && target.form) {
      event.preventDefault();
      const press = Array.from(target.form.elements).find(function (control) {
        return control.type === "submit" && !control.disabled;
      });
      target.form.requestSubmit(press);
    } else if (event.key === "Enter" && target.matches("tr[data-href]")) {
      window.location.assign(target.dataset.href);
    }
  });

  document.addEventListener("click", function (event) {
    const row = event.target.closest("tr[data-href]");
    if (!row || event.target.closest(OWN_CLICK) || String(window.getSelection())) {
      return;
    }
    if (event.ctrlKey || event.metaKey) {
      window.open(row.dataset.href);
    } else {
      window.location.assign(row.dataset.href);
    }
  });
})();
