// A list to work through by keyboard: arrows go from row to row, space marks one, the bar tells how many are marked.
(function () {
  "use strict";

  const TYPING = "input:not([type=checkbox]), textarea, select, summary, button, a";
  const boxes = Array.from(document.querySelectorAll("input[name=code][form=bulk]"));
  const all = document.querySelector("[data-pick-all]");
  const count = document.querySelector("[data-bulk-count]");
  const bar = document.querySelector("[data-bulk]");
  const rows = Array.from(document.querySelectorAll("tr[data-href]"));

  function tell() {
    if (!bar) {
      return;
    }
    const marked = boxes.filter(function (box) { return box.checked; });
    count.textContent = marked.length ? "Đã đánh dấu " + marked.length + " hồ sơ" : "Đánh dấu hồ sơ để làm hàng loạt";
    bar.classList.toggle("bulk--active", marked.length > 0);
    bar.querySelectorAll("button").forEach(function (button) { button.disabled = !marked.length; });
    boxes.forEach(function (box) { box.closest("tr").setAttribute("aria-selected", String(box.checked)); });
    all.checked = marked.length === boxes.length;
    all.indeterminate = marked.length > 0 && marked.length < boxes.length;
  }

  document.addEventListener("change", function (event) {
    if (event.target === all) {
      boxes.forEach(function (box) { box.checked = all.checked; });
    }
    if (event.target === all || boxes.includes(event.target)) {
      tell();
    }
  });

  document.addEventListener("keydown", function (event) {
    const row = document.activeElement.closest("tr[data-href]");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!row && document.activeElement.matches(TYPING)) {
        return;
      }
      const step = event.key === "ArrowDown" ? 1 : -1;
      const next = row ? rows[rows.indexOf(row) + step] : rows[0];
      if (next) {
        event.preventDefault();
        next.focus();
      }
    } else if (event.key === " " && row && document.activeElement === row) {
      const box = row.querySelector("input[name=code]");
      if (box) {
        event.preventDefault();
        box.checked = !box.checked;
        tell();
      }
    }
  });

  tell();
})();
