/** A name as it is typed in a shell: in quotes where it needs them. */
export function typed(name: string): string {
  return /^[\w@+.:/-]+$/.test(name) ? name : `'${name.replaceAll("'", `'\\''`)}'`;
}
