// Files dropped on a paper or pasted are sent one by one; then the part of the page that shows them is asked for again.
(function () {
  "use strict";

  if (window.scansAreListening) {
    return;
  }
  window.scansAreListening = true;

  function headers() {
    const given = JSON.parse(document.body.getAttribute("hx-headers") || "{}");
    return { "X-CSRFToken": given["x-csrftoken"] || "", "HX-Request": "true" };
  }

  function say(place, words, isLate) {
    const word = place.querySelector(".drop__word");
    if (word) {
      word.textContent = words;
      word.classList.toggle("status--late", Boolean(isLate));
    }
  }

  async function send(place, files, replaces) {
    const refused = [];
    let sent = 0;
    for (const file of files) {
      say(place, "Đang gửi tệp " + (sent + refused.length + 1) + "/" + files.length + "…");
      const body = new FormData();
      body.append("scans", file, file.name || "anh-dan.png");
      if (replaces && sent === 0) {
        body.append("replace", "on");
      }
      try {
        const answer = await fetch(place.dataset.upload, { method: "POST", body: body, headers: headers() });
        if (answer.status === 204) {
          sent += 1;
        } else if (answer.status === 422) {
          refused.push(await answer.text());
        } else {
          refused.push((file.name || "Ảnh dán") + ": máy chủ không nhận (" + answer.status + "). Thử lại.");
        }
      } catch (error) {
        refused.push((file.name || "Ảnh dán") + ": mất kết nối. Thử lại.");
      }
    }
    if (sent && place.dataset.refresh) {
      await window.htmx.ajax("GET", place.dataset.refresh, { target: "#" + place.dataset.region, swap: "outerHTML" });
    }
    const again = document.querySelector('[data-upload="' + place.dataset.upload + '"]') || place;
    say(again, refused.join(" ") || "Đã gửi " + sent + " tệp.", refused.length);
  }

  function dropOf(event) {
    const place = event.target.closest && event.target.closest(".drop");
    const types = event.dataTransfer ? Array.from(event.dataTransfer.types) : [];
    return place && types.includes("Files") ? place : null;
  }

  document.addEventListener("dragover", function (event) {
    const place = dropOf(event);
    if (place) {
      event.preventDefault();
      place.classList.add("drop--over");
    }
  });
  document.addEventListener("dragleave", function (event) {
    const place = event.target.closest && event.target.closest(".drop");
    if (place && !place.contains(event.relatedTarget)) {
      place.classList.remove("drop--over");
    }
  });
  document.addEventListener("drop", function (event) {
    const place = dropOf(event);
    if (place) {
      event.preventDefault();
      place.classList.remove("drop--over");
      send(place, Array.from(event.dataTransfer.files));
    }
  });
  document.addEventListener("submit", function (event) {
    const place = event.target.closest(".drop");
    const input = place && event.target.querySelector("input[type=file]");
    if (input && input.files.length) {
      event.preventDefault();
      const replace = event.target.querySelector("[name=replace]");
      const files = Array.from(input.files);
      send(place, files, Boolean(replace && replace.checked)).then(function () {
        event.target.reset();
      });
    }
  });
  document.addEventListener("paste", function (event) {
    const place = document.querySelector("[data-paste]") || document.activeElement.closest(".drop");
    const files = Array.from(event.clipboardData ? event.clipboardData.files : []);
    if (place && files.length) {
      event.preventDefault();
      send(place, files);
    }
  });
})();
