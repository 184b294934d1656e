// On a phone: the photos go as soon as they are taken, one by one, so that a weak line loses one of them at most.
(function () {
  "use strict";

  const form = document.querySelector("[data-capture]");
  const input = form && form.querySelector("input[type=file]");
  const word = form && form.querySelector("[data-capture-word]");
  if (!input || !window.fetch || !window.FormData) {
    return;
  }

  input.addEventListener("change", async function () {
    const files = Array.from(input.files);
    for (let index = 0; index < files.length; index += 1) {
      word.textContent = "Đang gửi ảnh " + (index + 1) + "/" + files.length + "…";
      const body = new FormData(form);
      body.delete("scans");
      body.append("scans", files[index], files[index].name);
      try {
        const answer = await fetch(form.action, { method: "POST", body: body, redirect: "follow" });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const refusal = page.querySelector(".error-summary li");
        if (!answer.ok || refusal) {
          word.textContent = refusal ? refusal.textContent.trim() : "Không gửi được ảnh " + (index + 1) + ".";
          return;
        }
      } catch (error) {
        word.textContent = "Mất kết nối khi gửi ảnh " + (index + 1) + ". Bấm “Gửi ảnh” để thử lại.";
        return;
      }
    }
    window.location.assign(form.action);
  });
})();
