/** One line of a file and the bytes that end it; nothing of a file is kept anywhere else. */
export interface Line {
  text: string;
  end: '\n' | '\r\n' | '';
}

/** `key = value` with the indented lines that belong to it; line numbers count from 0. */
export interface Entry {
  key: string;
  value: string;
  line: number;
  /** The first line after the entry and its indented lines. */
  end: number;
  nested: { key: string; value: string }[];
}

/** A section: what stands between its brackets, and its entries in order. */
export interface Section {
  heading: string;
  line: number;
  entries: Entry[];
}

/** A line that no AWS tool can make sense of; `line` counts from 1, as editors do. */
export interface Problem {
  line: number;
  why: string;
}

export function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  for (const [, body = '', end = ''] of text.matchAll(/([^\n]*?)(\r?\n|$)/g)) {
    if (body !== '' || end !== '') lines.push({ text: body, end: end as Line['end'] });
  }
  return lines;
}

/**
 * Reads the lines as the AWS SDKs do: a note after ` #` or ` ;` is no part of the value, an
 * indented `key = value` below a key without a value is nested in it.
 * (https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html)
 */
export function parseLines(lines: readonly Line[]): { sections: Section[]; problems: Problem[] } {
  const sections: Section[] = [];
  const problems: Problem[] = [];
  lines.forEach((line, number) => {
    const why = readLine(line.text, number, sections);
    if (why) problems.push({ line: number + 1, why });
  });
  return { sections, problems };
}

/** Takes one line into the sections; gives back why it can't be understood. */
function readLine(raw: string, number: number, sections: Section[]): string | undefined {
  const text = withoutNote(raw);
  if (text === '') return undefined;
  if (text.startsWith('[')) {
    const heading = headingIn(text) ?? headingIn(raw.trim());
    if (heading === undefined) return `the section heading has no closing "]"`;
    sections.push({ heading, line: number, entries: [] });
    return undefined;
  }
  const section = sections.at(-1);
  if (!section) return 'it stands before the first [section]';
  return readEntry(raw, text, number, section);
}

/** The SDKs cut a note first, the AWS CLI does not: `[team #1]` is a section for it alone. */
function headingIn(text: string): string | undefined {
  return text.endsWith(']') ? text.slice(1, -1).trim() : undefined;
}

function readEntry(
  raw: string,
  text: string,
  number: number,
  section: Section,
): string | undefined {
  const above = section.entries.at(-1);
  const indented = /^\s/.test(raw);
  const { key, value } = splitEntry(text);
  if (key && value !== '' && indented && above?.value === '') {
    above.nested.push({ key, value });
    above.end = number + 1;
  } else if (key) {
    section.entries.push({ key, value, line: number, end: number + 1, nested: [] });
  } else if (indented && above && above.value !== '') {
    above.end = number + 1;
  } else if (!text.includes(':')) {
    return 'it is neither "key = value", a [section] nor a # comment';
  }
  return undefined;
}

function splitEntry(text: string): { key: string; value: string } {
  const equals = text.indexOf('=');
  if (equals < 1) return { key: '', value: '' };
  return { key: text.slice(0, equals).trim(), value: text.slice(equals + 1).trim() };
}

function withoutNote(text: string): string {
  return (text.split(/(?:^|\s)[;#]/, 1)[0] ?? '').trim();
}

/** The line with another value, and the note that stood behind it as a line of its own. */
export function withValue(text: string, value: string): string[] {
  const [, before = '', space = '', rest = ''] = /^([^=]*=)(\s*)(.*)$/s.exec(text) ?? [];
  const note = /(?:^|\s)([;#].*)$/s.exec(rest)?.[1];
  const line = before + (rest === '' || rest === note ? ' ' : space) + value;
  // The AWS CLI reads a note behind a value as part of it, so none is written there.
  return note === undefined ? [line] : [note.trimEnd(), line];
}
