// What is being written is kept on the server every few seconds. The page says so, and says when it could not be:
// then the text stays in the form and is sent again with the next key.
(function () {
  "use strict";

  const form = document.querySelector("[data-draft]");
  if (!form) {
    return;
  }
  const PAUSE = 4000;
  const note = document.querySelector("[data-kept]");
  let timer = null;
  let isDirty = false;
  let isLeaving = false;
  let isSending = false;

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", function () {
    isLeaving = true;
    clearTimeout(timer);
  });
  window.addEventListener("pageshow", function () {
    isLeaving = false;
  });
  window.addEventListener("beforeunload", function (event) {
    if (isDirty && !isLeaving) {
      event.preventDefault();
    }
  });

  function changed() {
    isDirty = true;
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  }

  async function keep() {
    if (isLeaving) {
      return;
    }
    if (isSending) {
      changed();
      return;
    }
    isSending = true;
    isDirty = false;
    try {
      const answer = await fetch(form.dataset.keepUrl, { method: "POST", body: new FormData(form), redirect: "manual" });
      const isJson = (answer.headers.get("content-type") || "").startsWith("application/json");
      if (!isJson) {
        failed("phiên làm việc đã hết, mở trang khác đăng nhập lại rồi gõ tiếp");
        return;
      }
      const said = await answer.json();
      if (said.base) {
        form.elements.base.value = said.base;
      } else {
        isDirty = true;
      }
      note.textContent = "· " + said.said;
    } catch (error) {
      failed("mất kết nối, đừng đóng trang");
    } finally {
      isSending = false;
    }
  }

  function failed(why) {
    isDirty = true;
    note.textContent = "· chưa lưu được (" + why + ")";
    timer = setTimeout(keep, 3 * PAUSE);
  }
})();
