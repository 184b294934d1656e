// The office's screen: pages are swapped in place, so that going back finds nothing of the last visitor; a number pad
// types for who has no keyboard; a minute without a touch leads back to the start.
(function () {
  "use strict";

  const IDLE = 60000;
  const start = document.body.dataset.kiosk;
  const isStart = window.location.pathname === start;
  const first = document.getElementById("content").cloneNode(true);
  const title = document.title;
  let timer = 0;
  let asked = 0;

  function content() {
    return document.getElementById("content");
  }

  function wait() {
    window.clearTimeout(timer);
    timer = window.setTimeout(home, IDLE);
  }

  function home() {
    asked += 1; // an answer that still comes is for somebody who has gone
    if (!isStart) {
      window.location.replace(start);
      return;
    }
    put(first.cloneNode(true), title);
  }

  function put(next, name) {
    content().replaceWith(next);
    document.title = name;
    window.scrollTo(0, 0);
    next.querySelectorAll("[data-pad]").forEach(function (pad) { pad.hidden = false; });
    (next.querySelector("[autofocus]") || next).focus();
    wait();
    if (next.querySelector("[data-print]")) {
      window.print();
    }
  }

  async function show(address, body) {
    asked += 1;
    const mine = asked;
    try {
      const answer = await fetch(address, body ? { method: "POST", body: body } : {});
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = page.getElementById("content");
      if (mine === asked && next) {
        put(document.adoptNode(next), page.title);
      }
    } catch (error) {
      if (mine === asked) {
        content().querySelector("[data-offline]").hidden = false;
      }
    }
  }

  function press(key) {
    const field = key.form.querySelector(".kiosk__field");
    const sign = key.dataset.key;
    if (sign === "clear") {
      field.value = "";
    } else if (sign === "back") {
      field.value = field.value.slice(0, -1);
    } else if (field.maxLength < 0 || field.value.length < field.maxLength) {
      field.value += sign;
    }
    field.focus();
  }

  document.addEventListener("click", function (event) {
    const key = event.target.closest("[data-key]");
    const link = event.target.closest("a[href]");
    if (key) {
      press(key);
    } else if (link) {
      event.preventDefault();
      if (link.pathname === start) {
        home();
      } else if (link.protocol === window.location.protocol) {
        show(link.href);
      }
    }
  });
  document.addEventListener("submit", function (event) {
    event.preventDefault();
    show(event.target.action, new URLSearchParams(new FormData(event.target)));
  });
  ["pointerdown", "keydown", "touchstart", "wheel"].forEach(function (name) {
    document.addEventListener(name, wait, { passive: true });
  });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) {
      home();
    }
  });
  content().querySelectorAll("[data-pad]").forEach(function (pad) { pad.hidden = false; });
  wait();
})();
