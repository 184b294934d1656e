// The desk's keys: / goes to the box, which has the focus where no field claims it; ? shows all keys; Ctrl+Enter
// sends the form being filled in; a row with data-href opens as a whole.
(function () {
  "use strict";

  const TYPING = "input, textarea, select, [contenteditable]";
  const OWN_CLICK = "a, button, input, label, select, textarea, summary";
  const CLAIMS = "main [autofocus], .columns--form form";
  const box = document.querySelector(".box__input");
  const keys = document.getElementById("shortcuts");

  if (box && !location.hash && document.activeElement === document.body && !document.querySelector(CLAIMS)) {
    box.focus({ preventScroll: true });
  }

  function isTyping(target) {
    return target.closest(TYPING) && !(target === box && !box.value);
  }

  function isPlain(event) {
    return !event.ctrlKey && !event.metaKey && !event.altKey;
  }

  document.addEventListener("keydown", function (event) {
    const target = event.target;
    if (event.key === "/" && isPlain(event) && box && !isTyping(target)) {
      event.preventDefault();
      box.focus();
      box.select();
    } else if (event.key === "?" && isPlain(event) && keys && !isTyping(target)) {
      event.preventDefault();
      keys.showModal();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.shiftKey && target.form) {
      event.preventDefault();
      const press = Array.from(target.form.elements).find(function (control) {
        return control.type === "submit" && !control.disabled;
      });
      target.form.requestSubmit(press);
    } else if (event.key === "Enter" && target.matches("tr[data-href]")) {
      window.location.assign(target.dataset.href);
    }
  });

  if (box) {
    // What is scanned here may open the intake: its time runs from this first key.
    box.addEventListener("input", function () {
      if (!box.dataset.began) {
        box.dataset.began = String(Date.now());
      }
    });
    box.form.addEventListener("submit", function () {
      sessionStorage.setItem("began", box.dataset.began || String(Date.now()));
    });
  }

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
