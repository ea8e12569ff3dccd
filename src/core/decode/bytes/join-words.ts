/** Words with a space between them; what is empty or null is left out. Rows are made of these: no list is filtered and joined for it. */
export function joinWords(...words: readonly (string | null)[]): string {
  let text = "";
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] as string | null;
    if (word === null || word === "") continue;
    text = text === "" ? word : `${text} ${word}`;
  }
  return text;
}
