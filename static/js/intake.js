// The intake by keyboard alone, kept while it is typed: on the server every few seconds, in this browser while the
// server cannot be reached. The time runs from the first key.
(function () {
  "use strict";

  const form = document.querySelector("[data-intake]");
  if (!form) {
    return;
  }
  const KEPT = "phieu:" + form.dataset.officer + ":";
  const PAUSE = 3000;
  const SCAN_IS_FRESH = 60000;
  const FORGET_AFTER = 7 * 24 * 3600 * 1000;
  const note = document.querySelector("[data-kept]");
  const unsent = document.querySelector("[data-unsent]");
  const key = form.elements.intake_key.value;
  let timer = null;
  let isDirty = false;
  let isLeaving = false;
  let shownFor = null;
  let takesFirst = false;

  // The time from the first key

  const began = form.elements.began;
  const scanned = Number(sessionStorage.getItem("began"));
  if (!began.value && Date.now() - scanned < SCAN_IS_FRESH) {
    began.value = String(scanned);
  }
  sessionStorage.removeItem("began");
  form.addEventListener("keydown", start);
  form.addEventListener("input", start);

  function start() {
    if (!began.value) {
      began.value = String(Date.now());
    }
  }

  form.addEventListener("submit", function () {
    isLeaving = true;
    clearTimeout(timer);
    if (began.value) {
      form.elements.elapsed.value = String(Math.max(1, Math.round((Date.now() - Number(began.value)) / 1000)));
      sessionStorage.setItem("began", began.value);
    }
    sessionStorage.setItem("print", key);
    keepHere();
  });
  window.addEventListener("pageshow", function () {
    isLeaving = false;
  });

  // Kept while it is typed

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  document.addEventListener("htmx:afterSettle", function (event) {
    if (event.target.id === "case" || event.target.id === "receipt") {
      changed();
      dress();
    }
  });

  function changed() {
    if (document.activeElement && document.activeElement.id === "card") {
      return; // a search for somebody is nothing to keep
    }
    isDirty = true;
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  }

  function typed() {
    const fields = {};
    new FormData(form).forEach(function (value, name) {
      if (name !== "csrfmiddlewaretoken" && name !== "card") {
        fields[name] = value;
      }
    });
    return fields;
  }

  function send(fields) {
    const body = new FormData();
    Object.entries(fields).forEach(function (pair) {
      body.append(pair[0], pair[1]);
    });
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    return fetch(form.dataset.draftUrl, { method: "POST", body: body, redirect: "manual" });
  }

  async function keep() {
    if (isLeaving) {
      return;
    }
    isDirty = false;
    try {
      const answer = await send(typed());
      const at = answer.ok ? await answer.text() : "";
      if (at) {
        localStorage.removeItem(KEPT + key);
        note.textContent = "· đã giữ lúc " + at;
      } else if (answer.status !== 409) {
        waitHere("phiên làm việc đã hết, hãy đăng nhập lại");
      }
    } catch (error) {
      waitHere("mất kết nối");
    }
  }

  function keepHere() {
    localStorage.setItem(KEPT + key, JSON.stringify({ at: Date.now(), fields: typed() }));
  }

  function waitHere(why) {
    keepHere();
    note.textContent = "";
    show(key, "Chưa gửi được (" + why + "): phiếu đang gõ được giữ trên máy này.");
  }

  window.addEventListener("online", function () {
    if (localStorage.getItem(KEPT + key)) {
      show(key, "Đã có mạng lại: phiếu đang gõ còn giữ trên máy này, chưa gửi.");
    }
  });
  window.addEventListener("pagehide", function () {
    if (isDirty && !isLeaving) {
      navigator.sendBeacon(form.dataset.draftUrl, new FormData(form));
    }
  });

  // What an earlier page could not send: said, and sent by hand

  function show(which, words) {
    const id = "unsent-" + which;
    const line = document.getElementById(id) || document.createElement("p");
    line.id = id;
    line.className = "unsent__line";
    line.replaceChildren(words + " ", press("Gửi lại", sendAgain), press("Bỏ", forget));
    unsent.append(line);

    function press(label, act) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button--small";
      button.textContent = label;
      button.addEventListener("click", act);
      return button;
    }

    async function sendAgain() {
      const kept = JSON.parse(localStorage.getItem(KEPT + which) || "null");
      const fields = which === key ? typed() : kept && kept.fields;
      if (!fields) {
        line.remove();
        return;
      }
      try {
        const answer = await send(fields);
        if (answer.ok && (await answer.text())) {
          localStorage.removeItem(KEPT + which);
          if (which === key) {
            line.remove();
          } else {
            window.location.assign(form.dataset.intakeUrl + "?nhap=" + encodeURIComponent(which));
          }
        } else if (answer.status === 409) {
          localStorage.removeItem(KEPT + which);
          line.replaceChildren("Phiếu này đã được tiếp nhận: không phải gửi lại.");
        } else {
          line.firstChild.textContent = "Vẫn chưa gửi được: hãy đăng nhập lại rồi gửi. ";
        }
      } catch (error) {
        line.firstChild.textContent = "Vẫn chưa gửi được: máy chưa có kết nối. ";
      }
    }

    function forget() {
      localStorage.removeItem(KEPT + which);
      line.remove();
    }
  }

  form.dataset.received.trim().split(/\s+/).forEach(function (taken) {
    localStorage.removeItem(KEPT + taken); // a dossier of this visit already: nothing is left to send
  });
  Object.keys(localStorage).forEach(function (name) {
    if (!name.startsWith("phieu:")) {
      return;
    }
    const kept = JSON.parse(localStorage.getItem(name));
    if (Date.now() - kept.at > FORGET_AFTER || name === KEPT + key) {
      localStorage.removeItem(name); // too old, or come back from the server with this very page
    } else if (name.startsWith(KEPT)) {
      const at = new Date(kept.at).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
      show(name.slice(KEPT.length), "Có một phiếu chưa gửi được lúc " + at + ".");
    }
  });

  // Keys

  function dress() {
    document.querySelectorAll("[data-tick-all]").forEach(function (button) {
      button.hidden = false;
    });
  }
  dress();

  function choices() {
    return Array.from(document.querySelectorAll("#results button[name=choose]"));
  }

  document.addEventListener("keydown", function (event) {
    const target = event.target;
    const named = (event.ctrlKey || event.metaKey ? "Ctrl+" : "") + (event.shiftKey ? "Shift+" : "") + event.key;
    const control = document.querySelector('[data-key="' + CSS.escape(named) + '"]');
    if (control && !document.querySelector("dialog[open]")) {
      event.preventDefault();
      if (control.matches("input")) {
        control.focus();
        control.select();
      } else {
        control.click();
      }
    } else if (named === "Ctrl+Enter" && !target.form) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button[name=step]"));
    } else if (target.id === "find" && !target.value && /^[1-9]$/.test(named)) {
      const choice = choices()[Number(named) - 1];
      if (choice) {
        event.preventDefault();
        choice.click();
      }
    } else if (named === "Enter" && target.form === form && target.matches("input")) {
      enter(event, target);
    } else if (named === "ArrowDown" || named === "ArrowUp") {
      step(event, target, named === "ArrowDown" ? 1 : -1);
    }
  });

  // Enter ends a scan or takes the first procedure; in other fields it goes on to the next, and never saves.
  function enter(event, target) {
    if (target.id === "card" && target.value) {
      return;
    }
    event.preventDefault();
    if (target.id === "find") {
      if (target.value && shownFor === target.value && choices().length) {
        choices()[0].click();
      } else {
        takesFirst = Boolean(target.value);
      }
      return;
    }
    const fields = Array.from(form.elements).filter(function (field) {
      return field.matches("input:not([type=hidden]), select, textarea, button.button--primary") && field.offsetParent;
    });
    const next = fields[fields.indexOf(target) + 1];
    if (next) {
      next.focus();
    }
  }

  document.addEventListener("htmx:beforeRequest", function (event) {
    if (event.detail.elt.id === "find") {
      event.detail.elt.dataset.asked = event.detail.elt.value;
    }
  });
  document.addEventListener("htmx:afterSettle", function () {
    const find = document.getElementById("find");
    if (!find) {
      return;
    }
    shownFor = find.dataset.asked;
    if (takesFirst && shownFor === find.value && choices().length) {
      takesFirst = false;
      choices()[0].click();
    }
  });

  function step(event, target, by) {
    const list = target.id === "card" || target.closest("#people") ? "#people" : "#results";
    if (target.id !== "card" && target.id !== "find" && !target.closest(list + " .picks")) {
      return;
    }
    const lines = [document.getElementById(list === "#people" ? "card" : "find")].concat(
      Array.from(document.querySelectorAll(list + " button"))
    );
    const next = lines[lines.indexOf(target) + by];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  }

  document.addEventListener("click", function (event) {
    const fill = event.target.closest("[data-fill]");
    const print = event.target.closest("[data-print]");
    const all = event.target.closest("[data-tick-all]");
    if (fill) {
      event.preventDefault();
      const field = form.elements[fill.dataset.fill];
      field.value = fill.dataset.value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      const said = fill.closest(".differences > li");
      if (said) {
        said.remove();
        field.focus();
      }
    } else if (print) {
      sessionStorage.setItem("print", print.dataset.print);
    } else if (all) {
      tick(Array.from(document.querySelectorAll("#case input[type=checkbox][name$=-received]")));
    }
  });

  // All that is required; all others too, where these are ticked already.
  function tick(boxes) {
    const required = boxes.filter(function (box) {
      return box.closest("label").querySelector(".papers__missing");
    });
    const left = required.some(function (box) { return !box.checked; }) ? required : boxes;
    left.forEach(function (box) {
      box.checked = true;
    });
    changed();
  }
})();
