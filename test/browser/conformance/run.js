/** Runs the case that the address names, and leaves its answer where the test finds it. */
{
  const { stringify } = JSON;
  const name = decodeURIComponent(location.hash.slice(1));
  const sorted = (_, value) =>
    typeof value === "symbol" ? String(value) : value === undefined ? "undefined" : value;
  addEventListener("load", () => {
    setTimeout(async () => {
      try {
        const answer = await cases[name]();
        globalThis.answer = stringify({ answer }, sorted);
      } catch (error) {
        globalThis.answer = stringify({ failed: describeError(error) }, sorted);
      }
    });
  });
}
