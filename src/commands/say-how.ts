import type { Call } from './command.ts';
import type { ProfileCredentials } from './credentials-of.ts';

/** Tells the person whose credentials these are, where they come from and how long they live. */
export function sayHow(credentials: ProfileCredentials, { messages, options }: Call): void {
  const { profile, keys, how, caller, kept } = credentials;
  const until = 'expires' in keys ? `, until ${clockTime(keys.expires)}` : '';
  messages.done(`${profile.name}${until} (${how})`);
  if (caller) messages.note(`${caller.arn}`);
  if (how === 'new session' && !options['no-persist']) messages.note(`Kept as ${kept.place}.`);
  if (profile.regionFrom === 'default' && !options.region) {
    messages.note(`Region ${profile.region} is the default profile's: this one has none.`);
  }
}

/** `18:42 (11h59m)` by this machine's clock; the day too where it is another. */
function clockTime(epochSeconds: number, now = Date.now()): string {
  const date = new Date(epochSeconds * 1000);
  const time = date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  const isToday = date.toDateString() === new Date(now).toDateString();
  const day = isToday ? '' : `${date.toLocaleDateString('en-CA')} `;
  const minutes = Math.round((date.getTime() - now) / 60_000);
  return `${day}${time} (${Math.floor(minutes / 60)}h${String(minutes % 60).padStart(2, '0')}m)`;
}
