const longest = 1024;

/** What standard input holds, 1 KB of it at most: nothing that is asked for there is longer. */
export async function standardInput(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin) {
    text += chunk;
    if (text.length > longest) break;
  }
  return text.slice(0, longest);
}
