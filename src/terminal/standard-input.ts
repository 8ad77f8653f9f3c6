import { text } from 'node:stream/consumers';

/** All that standard input holds. */
export async function standardInput(): Promise<string> {
  return await text(process.stdin);
}
