/** One word of sh, bash or zsh that stands for exactly this text, whatever bytes it has. */
export function quotePosix(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
