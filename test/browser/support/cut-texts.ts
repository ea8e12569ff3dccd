/** Runs in a panel: the texts that end at an edge, and not with an ellipsis; what holds them, and what they say. */
export const CUT = `(() => {
  const cut = [];
  const texts = document.createTreeWalker(document.querySelector(".panel"), NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (texts.nextNode()) {
    const { parentElement, data } = texts.currentNode;
    if (data.trim() === "" || parentElement.closest(".unseen, select, [role=tablist]")) continue;
    range.selectNodeContents(texts.currentNode);
    const { left, right, width } = range.getBoundingClientRect();
    let around = parentElement;
    while (around !== document.documentElement && getComputedStyle(around).overflowX === "visible") around = around.parentElement;
    const edge = around.getBoundingClientRect();
    const isOver = width > 0 && (right > edge.right + 1 || left < edge.left - 1);
    if (isOver && getComputedStyle(around).textOverflow !== "ellipsis") cut.push(around.className + ": " + data);
  }
  return cut;
})()`;
