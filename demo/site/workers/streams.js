/** Reads a streamed response chunk by chunk, and answers how many bytes it had. */
async function byReader(url) {
  const reader = (await fetch(url)).body.getReader();
  let bytes = 0;
  for (let read = await reader.read(); !read.done; read = await reader.read()) bytes += read.value.length;
  return bytes;
}

async function byPipe(url) {
  let text = "";
  const write = (chunk) => {
    text += chunk;
  };
  await (await fetch(url)).body.pipeThrough(new TextDecoderStream()).pipeTo(new WritableStream({ write }));
  return text.length;
}

function byXhr(url) {
  const xhr = new XMLHttpRequest();
  xhr.open("GET", url);
  xhr.send();
  return new Promise((resolve) => {
    xhr.onload = () => resolve(xhr.responseText.length);
  });
}

const url = (format, way) => `/formats?format=${format}&way=${way}-in-a-worker`;
const read = Promise.all([
  byReader(url("sse", "reader")),
  byPipe(url("ndjson", "pipe")),
  byXhr(url("crlf", "xhr")),
]);
read.then((sizes) => postMessage({ client: "streams", received: sizes.filter((it) => it > 0).length }));
