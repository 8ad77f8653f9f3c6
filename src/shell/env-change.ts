import { type ClearedVariable, clearedVariables } from './variables.ts';

/** What changes in a shell's environment. No name stands in both. */
export interface EnvChange {
  set: Record<string, string>;
  unset: string[];
}

/** Sets these variables, empty ones left out, and unsets every other of the clear list. */
export function replaceAll(
  values: Partial<Record<ClearedVariable, string | undefined>>,
): EnvChange {
  const set: Record<string, string> = {};
  const unset: string[] = [];
  for (const name of clearedVariables) {
    const value = values[name];
    if (value) set[name] = value;
    else unset.push(name);
  }
  return { set, unset };
}
