import type { ConnectionKind } from "../../core/model/connection.ts";

/** The drawings, on a grid of 16 by 16: strokes of 1.4 in the colour of the text. */
const DRAWINGS = {
  clear: (
    <>
      <circle cx="8" cy="8" r="5.6" />
      <path d="M4.1 4.1l7.8 7.8" />
    </>
  ),
  preserve: (
    <>
      <rect x="3.2" y="7" width="9.6" height="6.3" rx="1" />
      <path d="M5.3 7V5.1a2.7 2.7 0 0 1 5.4 0V7" />
    </>
  ),
  heartbeat: <path d="M1.5 8.5h3L6.2 4l3 8 1.7-4.6.9 1.1h2.7" />,
  filter: <path d="M2.5 3.5h11L9.3 8.4v4.1l-2.6 1.2V8.4z" />,
  sessions: (
    <>
      <path d="M2.7 4.2h10.6M2.7 8h10.6M2.7 11.8h10.6" />
    </>
  ),
  export: <path d="M8 2.5v7.2M5 7l3 3 3-3M2.8 11.2v2.3h10.4v-2.3" />,
  import: <path d="M8 9.8V2.6M5 5.3l3-3 3 3M2.8 11.2v2.3h10.4v-2.3" />,
  settings: (
    <>
      <path d="M2.5 4.8h6M12.5 4.8h1M2.5 11.2h1M7.5 11.2h6" />
      <circle cx="10.5" cy="4.8" r="1.8" />
      <circle cx="5.5" cy="11.2" r="1.8" />
    </>
  ),
  close: <path d="M4 4l8 8M12 4l-8 8" />,
  plus: <path d="M8 3.2v9.6M3.2 8h9.6" />,
  minus: <path d="M3.2 8h9.6" />,
  copy: (
    <>
      <rect x="5.6" y="5.6" width="7.6" height="7.6" rx="1" />
      <path d="M10.4 5.4V3.8a1 1 0 0 0-1-1H3.8a1 1 0 0 0-1 1v5.6a1 1 0 0 0 1 1h1.6" />
    </>
  ),
  rename: <path d="M3 13l.6-2.8 7.2-7.2 2.2 2.2-7.2 7.2zM9.4 4.4l2.2 2.2" />,
  delete: <path d="M3 4.5h10M6.3 4.3V2.8h3.4v1.5M4.3 4.6l.6 8.6h6.2l.6-8.6M6.8 7v4M9.2 7v4" />,
  back: <path d="M9.5 3.5L5 8l4.5 4.5" />,
  fold: <path d="M3 4h10M3 12h10M5.5 8h5" />,
  unfold: <path d="M3 4h10M3 12h10M5.5 8h5M8 5.5v5" />,
  sort: <path d="M3 4.2h10M3 8h6.4M3 11.8h3.2" />,
  search: (
    <>
      <circle cx="7" cy="7" r="4.2" />
      <path d="M10.2 10.2l3.3 3.3" />
    </>
  ),
  up: <path d="M4 9.5L8 5.5l4 4" />,
  down: <path d="M4 6.5L8 10.5l4-4" />,
  warning: (
    <>
      <path d="M8 2.6l6 10.6H2z" />
      <path d="M8 6.6v3.2M8 11.2v.6" />
    </>
  ),
  error: (
    <>
      <path d="M5.6 2.4h4.8l3.2 3.2v4.8l-3.2 3.2H5.6l-3.2-3.2V5.6z" />
      <path d="M6 6l4 4M10 6l-4 4" />
    </>
  ),
  help: (
    <>
      <circle cx="8" cy="8" r="5.6" />
      <path d="M6.3 6.4a1.7 1.7 0 1 1 2.5 1.5c-.6.3-.8.6-.8 1.1M8 11v.5" />
    </>
  ),
  mark: <path d="M4.5 2.5h7v11L8 10.7l-3.5 2.8z" fill="currentColor" />,
  pin: <path d="M6 2.5h4M6.6 2.5v4.2L4.2 9.2h7.6L9.4 6.7V2.5M8 9.2v4.3" />,
  note: <path d="M3 3h10v7.2L10.2 13H3zM10 13v-2.8h3M5.3 5.7h5.4M5.3 8h3" />,
  info: (
    <>
      <circle cx="8" cy="8" r="5.6" />
      <path d="M8 7.4v3.6M8 5v.6" />
    </>
  ),
  websocket: <path d="M5 13V3.4M2.6 5.8L5 3.3l2.4 2.5M11 3v9.6M8.6 10.2l2.4 2.5 2.4-2.5" />,
  eventsource: <path d="M8 2.8v9.8M4.8 9.4L8 12.7l3.2-3.3M3 2.9h1.6M11.4 2.9H13" />,
  "fetch-stream": <path d="M8 6.5v6.2M5.2 10L8 12.8l2.8-2.8M3 3.2h2M7 3.2h2M11 3.2h2" />,
  http: (
    <path d="M2.8 6.2a5.4 5.4 0 0 1 9.8-1M13.2 9.8a5.4 5.4 0 0 1-9.8 1M12.9 2.5v2.9H10M3.1 13.5v-2.9H6" />
  ),
  polling: <path d="M3 4.6h8.6M9.2 2.4l2.4 2.2-2.4 2.2M13 11.4H4.4M6.8 9.2l-2.4 2.2 2.4 2.2" />,
  all: <path d="M3 4h10M3 8h10M3 12h10" />,
};

export type IconName = keyof typeof DRAWINGS;

/** A drawing beside a name: nothing that it says is not said in words too. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      {DRAWINGS[name]}
    </svg>
  );
}

/** The dot of the Record button: filled and coloured while it records. */
export function RecordIcon({ on }: { on: boolean }) {
  return (
    <svg
      class={`icon icon-record ${on ? "is-on" : ""}`}
      viewBox="0 0 16 16"
      width="16"
      height="16"
      aria-hidden="true"
    >
      <circle class="ring" cx="8" cy="8" r="5.6" />
      <circle class="dot" cx="8" cy="8" r={on ? 3.4 : 0} />
    </svg>
  );
}

/** The drawing of a kind of connection. */
export function KindIcon({ kind }: { kind: ConnectionKind }) {
  return <Icon name={kind} />;
}
