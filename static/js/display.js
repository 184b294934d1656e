// The call display: asks for news, shows the last calls, rings, and says the number where the browser has a
// Vietnamese voice. When the server is away it asks less and less often, and says that what it shows may be old.
(function () {
  "use strict";

  const EVERY = 3000;
  const SLOWEST = 60000;
  const AWAY_AFTER = 3;
  const news = document.body.dataset.display;
  const calls = document.querySelector("[data-calls]");
  const none = document.querySelector("[data-none]");
  const waiting = document.querySelector("[data-waiting]");
  const away = document.querySelector("[data-away]");
  const button = document.querySelector("[data-sound]");
  const note = document.querySelector("[data-sound-note]");
  let tag = "";
  let told = null;
  let failed = 0;
  let sound = null;

  function part(kind, text) {
    const made = document.createElement("span");
    made.className = "display__" + kind;
    made.textContent = text;
    return made;
  }

  function line(call) {
    const made = document.createElement("li");
    made.className = "display__call" + (call.now ? " display__call--now" : "");
    made.append(part("number", call.number), " ", part("desk", call.desk));
    return made;
  }

  function show(found) {
    calls.replaceChildren(...found.calls.map(line));
    none.hidden = found.calls.length > 0;
    waiting.textContent = found.waiting;
    const fresh = found.calls.filter(function (call) { return told !== null && call.call > told && call.now; });
    told = found.calls.reduce(function (most, call) { return Math.max(most, call.call); }, told || 0);
    fresh.reverse().forEach(announce);
  }

  function announce(call) {
    if (!sound) {
      return;
    }
    chime();
    const voice = vietnamese();
    if (voice) {
      const words = new SpeechSynthesisUtterance("Mời số " + call.number + " đến " + call.desk);
      words.voice = voice;
      words.lang = voice.lang;
      window.speechSynthesis.speak(words);
    }
  }

  function vietnamese() {
    const voices = window.speechSynthesis ? window.speechSynthesis.getVoices() : [];
    return voices.find(function (voice) { return voice.lang.toLowerCase().startsWith("vi"); });
  }

  function chime() {
    [880, 660].forEach(function (pitch, place) {
      const tone = sound.createOscillator();
      const loud = sound.createGain();
      const from = sound.currentTime + place * 0.35;
      tone.frequency.value = pitch;
      loud.gain.setValueAtTime(0.3, from);
      loud.gain.exponentialRampToValueAtTime(0.001, from + 0.6);
      tone.connect(loud).connect(sound.destination);
      tone.start(from);
      tone.stop(from + 0.6);
    });
  }

  async function ask() {
    try {
      const answer = await fetch(news, { cache: "no-store", headers: tag ? { "If-None-Match": tag } : {} });
      if (answer.status === 200) {
        tag = answer.headers.get("ETag") || "";
        show(await answer.json());
      } else if (answer.status !== 304) {
        throw new Error(String(answer.status));
      }
      failed = 0;
    } catch (error) {
      failed += 1;
    }
    away.hidden = failed < AWAY_AFTER;
    window.setTimeout(ask, Math.min(SLOWEST, EVERY * Math.pow(2, Math.max(0, failed - 1))));
  }

  button.hidden = !window.AudioContext;
  button.addEventListener("click", function () {
    sound = new AudioContext();
    button.hidden = true;
    note.textContent = vietnamese() ? "Có chuông và giọng đọc." : "Có chuông; máy này không có giọng đọc tiếng Việt.";
    chime();
  });
  if (window.speechSynthesis) {
    window.speechSynthesis.getVoices(); // some browsers load them only when asked
  }
  ask();
})();
