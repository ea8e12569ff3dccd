import { cases } from "./describe.js";

/** Loads a frame, and answers what it says. */
function answerOf(prepare) {
  return new Promise((resolve) => {
    const frame = document.createElement("iframe");
    addEventListener("message", ({ data, source, origin }) => {
      if (source === frame.contentWindow) resolve({ data, origin });
    });
    prepare(frame);
    document.body.append(frame);
  });
}

const underPolicy = (name) => () =>
  answerOf((frame) => {
    frame.src = `/policy.html?${name}`;
  });

cases["a strict Content Security Policy"] = underPolicy("strict");
cases["a policy that refuses all connections"] = underPolicy("refusing");
cases["a policy that wants Trusted Types"] = underPolicy("trusted");
cases["a policy that only reports"] = underPolicy("reporting");
cases["a policy that is a sandbox"] = underPolicy("sandbox");

cases["a sandboxed frame without an origin"] = () =>
  answerOf((frame) => {
    frame.sandbox = "allow-scripts";
    frame.src = "/policy.html?none";
  });

cases["a sandboxed frame of a document in an attribute"] = () =>
  answerOf((frame) => {
    frame.sandbox = "allow-scripts";
    frame.srcdoc = `<script src="${location.origin}/policy-frame.js"></script>`;
  });

cases["a frame of a Blob"] = () =>
  answerOf((frame) => {
    const page = `<script src="${location.origin}/policy-frame.js"></script>`;
    frame.src = URL.createObjectURL(new Blob([page], { type: "text/html" }));
  });
