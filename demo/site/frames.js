/** How many the button opens, and what each sends. */
const FRAMES = 6;
const MESSAGES = 5;

const counters = { opened: 0, removed: 0, sent: 0, received: 0 };
const place = document.querySelector(".frames");
const state = document.getElementById("state");
let nextFrame = 0;

/** Opens one frame; resolves when its echoes are all there and it is gone. */
function openFrame(messages) {
  const n = nextFrame++;
  const frame = document.createElement("iframe");
  frame.title = `Frame ${n}`;
  frame.src = `/frame.html?n=${n}&messages=${messages}`;
  return new Promise((resolve) => {
    const listen = ({ source, data, origin }) => {
      if (origin !== location.origin || source !== frame.contentWindow || data?.type !== "frame-done") return;
      removeEventListener("message", listen);
      frame.remove();
      counters.removed += 1;
      counters.sent += data.sent;
      counters.received += data.received;
      resolve();
    };
    addEventListener("message", listen);
    place.append(frame);
    counters.opened += 1;
  });
}

/** What browser tests drive. */
window.demo = {
  counters: () => ({ frames: { ...counters } }),
  /** Opens `count` frames at once; resolves when all of them are gone. */
  async frames(count = FRAMES, messages = MESSAGES) {
    state.textContent = `${count} frames are open.`;
    await Promise.all(Array.from({ length: count }, () => openFrame(messages)));
    state.textContent = `${counters.removed} frames came and went, with ${counters.received} echoes.`;
    return { ...counters };
  },
};

document.getElementById("open").addEventListener("click", () => window.demo.frames());
