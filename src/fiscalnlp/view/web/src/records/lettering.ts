// How wide words are, near enough to shorten them: Chinese is square, other letters about half of that.

function width(char: string): number {
  return char.codePointAt(0)! > 0x2e7f ? 1 : 0.56;
}

/** The text, or as much of it as fits into `room` pixels at this size, with an ellipsis. */
export function fitted(text: string, size: number, room: number): string {
  let taken = 0;
  const chars = Array.from(text);
  for (const [at, char] of chars.entries()) {
    taken += width(char) * size;
    if (taken > room) return `${chars.slice(0, Math.max(1, at - 1)).join("")}…`;
  }
  return text;
}
