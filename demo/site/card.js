/** How much of a message a card shows. */
const PREVIEW_LENGTH = 120;

/** What a card in the page shows of its server: state, counters, last message. */
export function createCard(id) {
  const root = document.getElementById(id);
  const find = (selector) => root.querySelector(selector);
  const title = find("h2").textContent;
  const counters = { sent: 0, received: 0 };
  let shown = "";
  let isPainted = true;

  // Twenty messages a second, three cards at once: painted once a frame.
  const paint = () => {
    isPainted = true;
    find(".sent").textContent = counters.sent.toLocaleString("en");
    find(".received").textContent = counters.received.toLocaleString("en");
    find(".last").textContent = shown;
  };
  const repaint = (payload) => {
    shown = preview(payload);
    if (isPainted) requestAnimationFrame(paint);
    isPainted = false;
  };

  return {
    button: find(".toggle"),
    counters,
    sent(payload) {
      counters.sent += 1;
      repaint(payload);
    },
    received(payload) {
      counters.received += 1;
      repaint(payload);
    },
    /** `state`: running, waiting (a gap in which it will come back by itself) or stopped. */
    state(state, text = state) {
      root.dataset.state = state;
      find(".state").textContent = text;
    },
    started(isStarted) {
      const label = isStarted ? "Stop" : "Start";
      this.button.textContent = label;
      this.button.setAttribute("aria-label", `${label} ${title}`);
    },
  };
}

function preview(payload) {
  if (typeof payload === "string") return previewText(payload.slice(0, PREVIEW_LENGTH));
  if (payload instanceof Blob) return `Blob, ${payload.size} bytes`;
  if (payload instanceof ArrayBuffer) return `ArrayBuffer, ${payload.byteLength} bytes`;
  if (ArrayBuffer.isView(payload)) return `${payload.constructor.name}, ${payload.byteLength} bytes`;
  return JSON.stringify(payload)?.slice(0, PREVIEW_LENGTH) ?? "–";
}

/** As it is, or quoted and escaped where one would see nothing of it. */
function previewText(text) {
  return text === "" || /\p{Cc}/u.test(text) ? JSON.stringify(text) : text;
}
