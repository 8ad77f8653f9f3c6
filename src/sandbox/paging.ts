import { integer, type Parameters, read, text } from './parameters.ts';
import { validationError } from './refusal.ts';

const defaultMaxItems = 100;

/**
 * One page of a list, by the call's MaxItems (1 to 1000, default 100) and Marker.
 * @param list the list's name: a marker is good for the list that it came from only
 * @throws Refusal ValidationError for a marker that the sandbox did not give
 */
export function page<T>(parameters: Parameters, list: string, items: readonly T[]) {
  const { MaxItems = defaultMaxItems, Marker } = read(parameters, {
    Marker: text({ min: 1, max: 320 }),
    MaxItems: integer(1, 1000),
  });
  const start = Marker === undefined ? 0 : startOf(Marker, list);
  const end = start + MaxItems;
  const more = end < items.length;
  return {
    items: items.slice(start, end),
    rest: { IsTruncated: more, Marker: more ? markerFor(list, end) : undefined },
  };
}

function markerFor(list: string, start: number): string {
  return Buffer.from(`${list}:${start}`).toString('base64');
}

function startOf(marker: string, list: string): number {
  const [name, start] = Buffer.from(marker, 'base64').toString().split(':');
  if (name !== list || !/^\d+$/.test(start ?? '')) throw validationError('Invalid Marker.');
  return Number(start);
}
