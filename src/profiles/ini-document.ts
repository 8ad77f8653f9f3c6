import { isUtf8 } from 'node:buffer';
import type { Entry, Line, Problem, Section } from './ini-lines.ts';
import { parseLines, splitLines, withValue } from './ini-lines.ts';

export type SectionMatch = (heading: string) => boolean;

/**
 * An AWS config or credentials file. An edit touches the lines that it is about and leaves
 * every other byte as it was: comments, order, nesting, line ends, BOM, a missing newline.
 */
export class IniDocument {
  private parsed: ReturnType<typeof parseLines> | undefined;

  private constructor(
    private readonly lines: Line[],
    private readonly encoding: 'utf8' | 'latin1',
  ) {}

  /** Reads a file's bytes; what is not UTF-8 is kept byte for byte as Latin-1. */
  static fromBytes(bytes: Buffer): IniDocument {
    const encoding = isUtf8(bytes) ? 'utf8' : 'latin1';
    return new IniDocument(splitLines(bytes.toString(encoding)), encoding);
  }

  toBytes(): Buffer {
    return Buffer.from(this.toText(), this.encoding);
  }

  toText(): string {
    return this.lines.map((line) => line.text + line.end).join('');
  }

  get sections(): readonly Section[] {
    return this.parse().sections;
  }

  get problems(): readonly Problem[] {
    return this.parse().problems;
  }

  /** Sets keys in the last section that matches, or in a new one at the end: `[heading]`. */
  set(matches: SectionMatch, heading: string, values: Record<string, string>): void {
    if (this.matching(matches).length === 0) this.addSection(heading);
    for (const [key, value] of Object.entries(values)) this.setKey(matches, key, value);
  }

  /** Takes a key out of every section that matches. */
  deleteKey(matches: SectionMatch, key: string): void {
    for (const entry of this.occurrences(matches, key).reverse()) {
      this.replace(entry.line, entry.end, []);
    }
  }

  /** Takes out every section that matches, each with the one blank line that stood before it. */
  deleteSections(matches: SectionMatch): void {
    for (const section of this.matching(matches).reverse()) this.cut(section);
  }

  /** Of several sections that match leaves the last: the one whose values the AWS tools read. */
  mergeDuplicates(matches: SectionMatch): void {
    for (const section of this.matching(matches).slice(0, -1).reverse()) this.cut(section);
  }

  private parse() {
    this.parsed ??= parseLines(this.lines);
    return this.parsed;
  }

  private matching(matches: SectionMatch): Section[] {
    return this.sections.filter((section) => matches(section.heading));
  }

  private occurrences(matches: SectionMatch, key: string): Entry[] {
    return this.matching(matches).flatMap((section) =>
      section.entries.filter((entry) => entry.key === key),
    );
  }

  /**
   * Takes out keys that the AWS CLI would call equal to this one and fail: it knows no case.
   * (Python's configparser, which it reads with.)
   */
  private dropTwins(matches: SectionMatch, key: string): void {
    const twins = this.matching(matches)
      .flatMap((section) => section.entries)
      .filter((entry) => entry.key !== key && entry.key.toLowerCase() === key.toLowerCase());
    for (const entry of twins.reverse()) this.replace(entry.line, entry.end, []);
  }

  private setKey(matches: SectionMatch, key: string, value: string): void {
    this.dropTwins(matches, key);
    const entry = this.occurrences(matches, key).at(-1);
    if (entry) {
      const text = this.lines[entry.line]?.text ?? '';
      this.replace(entry.line, entry.end, withValue(text, value));
      return;
    }
    const section = this.matching(matches).at(-1);
    if (section) this.replace(endOf(section), endOf(section), [`${key} = ${value}`]);
  }

  private addSection(heading: string): void {
    const blank = this.lines.length > 0 ? [''] : [];
    this.replace(this.lines.length, this.lines.length, [...blank, `[${heading}]`]);
  }

  private cut(section: Section): void {
    const blankBefore = this.lines[section.line - 1]?.text.trim() === '';
    this.replace(blankBefore ? section.line - 1 : section.line, endOf(section), []);
  }

  /** Swaps the lines [from, to) for others; a file that ended without a newline still does. */
  private replace(from: number, to: number, texts: string[]): void {
    const end = this.lines[0]?.end || '\n';
    const open = this.lines.at(-1)?.end === '';
    this.lines.splice(from, to - from, ...texts.map((text) => ({ text, end })));
    for (const line of this.lines) line.end ||= end;
    const last = this.lines.at(-1);
    if (last && open) last.end = '';
    this.parsed = undefined;
  }
}

/** The first line after a section's entries: comments below them may be the next one's. */
function endOf(section: Section): number {
  return section.entries.at(-1)?.end ?? section.line + 1;
}
