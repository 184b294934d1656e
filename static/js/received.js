// After an intake: the receipt goes to the printer once, the time from the first key is told, nothing stays behind.
(function () {
  "use strict";

  const page = document.querySelector("[data-received]");
  const key = page.dataset.intakeKey;
  Object.keys(localStorage).forEach(function (name) {
    if (key && name.startsWith("phieu:") && name.endsWith(":" + key)) {
      localStorage.removeItem(name);
    }
  });
  const began = Number(sessionStorage.getItem("began"));
  const isNew = Boolean(key) && sessionStorage.getItem("print") === key;
  sessionStorage.removeItem("began");
  sessionStorage.removeItem("print");
  if (!isNew || !page.dataset.receipt) {
    return;
  }

  const frame = document.createElement("iframe");
  frame.className = "print-frame";
  frame.title = "Giấy tiếp nhận để in";
  frame.addEventListener("load", function () {
    tell();
    frame.contentWindow.focus();
    frame.contentWindow.print();
    document.querySelector(".head__action .button--primary").focus();
  }, { once: true });
  frame.src = page.dataset.receipt;
  document.body.append(frame);

  function tell() {
    if (!began || !page.matches(".columns")) {
      return; // guidance is no intake
    }
    const body = new URLSearchParams({ seconds: String(Math.max(1, Math.round((Date.now() - began) / 1000))) });
    const token = JSON.parse(document.body.getAttribute("hx-headers"))["x-csrftoken"];
    fetch(window.location.pathname, { method: "POST", body: body, headers: { "X-CSRFToken": token } });
  }
})();
