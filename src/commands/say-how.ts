import type { Call } from './command.ts';
import type { ProfileCredentials } from './credentials-of.ts';

/** Tells the person whose credentials these are, where they come from and how long they live. */
export function sayHow(credentials: ProfileCredentials, { messages, options }: Call): void {
  const { profile, keys, how, arn, place, notes } = credentials;
  const until = 'expires' in keys ? ` until ${clockTime(keys.expires)}` : '';
  messages.done(`${profile.name}${until} (${how})`);
  if (arn) messages.note(arn);
  for (const note of notes) messages.note(note);
  if (place) messages.note(`Kept as ${place}.`);
  const { region, regionFrom } = profile.place;
  if (regionFrom === 'default' && !options.region) {
    messages.note(`Region ${region} is the default profile's: this one has none.`);
  }
}

/** `18:42, 11h59m left` by this machine's clock; the day too where it is another. */
function clockTime(epochSeconds: number, now = Date.now()): string {
  const date = new Date(epochSeconds * 1000);
  const isToday = date.toDateString() === new Date(now).toDateString();
  const day = isToday
    ? ''
    : `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} `;
  const minutes = Math.round((date.getTime() - now) / 60_000);
  const left = `${Math.floor(minutes / 60)}h${two(minutes % 60)}m`;
  return `${day}${two(date.getHours())}:${two(date.getMinutes())}, ${left} left`;
}

/** Intl would do it too, and take 20 ms to load. */
function two(number: number): string {
  return String(number).padStart(2, '0');
}
