import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IniDocument } from '../../src/profiles/ini-document.ts';
import { awsText } from './aws-text.ts';

const read = (text: string) => IniDocument.fromBytes(Buffer.from(text));
const named = (heading: string) => (found: string) => found === heading;

/** The file after an edit of the section [ours]. */
function edited(text: string, edit: (document: IniDocument) => void): string {
  const document = read(text);
  edit(document);
  return document.toText();
}

describe('reading', () => {
  test.each([
    ['a note behind a value is no part of it', '[a]\nk = v # note', { k: 'v' }],
    ['a # inside a value is', '[a]\nk = v#1', { k: 'v#1' }],
    ['the last of equal keys wins', '[a]\nk = 1\nk = 2', { k: '2' }],
    ['= may stand in a value', '[a]\nk = x=y=', { k: 'x=y=' }],
    ['line ends may be CRLF', '[a]\r\nk = v\r\n', { k: 'v' }],
    ['a BOM may stand before the first section', '\ufeff[a]\nk = v', { k: 'v' }],
    ['white space around all of it', '  [a]  \n  k   =   v  ', { k: 'v' }],
  ])('%s', (_, text, values) => {
    const [section] = read(text).sections;
    expect(section?.heading).toBe('a');
    const found = section?.entries.map(({ key, value }) => [key, value]);
    expect(Object.fromEntries(found ?? [])).toEqual(values);
  });

  test('an indented key below a key without a value is nested in it', () => {
    const [section] = read('[a]\ns3 =\n  max = 2\n  size = 3\nregion = x').sections;
    expect(section?.entries.map((entry) => entry.key)).toEqual(['s3', 'region']);
    expect(section?.entries[0]?.nested).toEqual([
      { key: 'max', value: '2' },
      { key: 'size', value: '3' },
    ]);
  });

  test.each([
    ['key = 1\n[a]', 1],
    ['[a]\nk = v\n\nnonsense\n', 4],
    ['# fine\n[a\nk = v', 2],
  ])('%j is reported at line %i', (text, line) => {
    expect(read(text).problems[0]?.line).toBe(line);
  });
});

describe('editing', () => {
  const set = (document: IniDocument) => document.set(named('ours'), 'ours', { k: 'new' });

  test.each([
    ['a new file', '', '[ours]\nk = new\n'],
    ['a new section stands at the end', '[a]\nx = 1\n', '[a]\nx = 1\n\n[ours]\nk = new\n'],
    ['a missing final newline stays missing', '[a]\nx = 1', '[a]\nx = 1\n\n[ours]\nk = new'],
    ['CRLF stays CRLF', '[a]\r\nx = 1\r\n', '[a]\r\nx = 1\r\n\r\n[ours]\r\nk = new\r\n'],
    ['a value is changed where it stands', '[ours]\nk = 1\nz = 2\n', '[ours]\nk = new\nz = 2\n'],
    ['spaces before = stay', '[ours]\nk=1\n', '[ours]\nk=new\n'],
    [
      'a note is moved above the value, which the AWS CLI would take it for',
      '[ours]\nk = 1 # why\n',
      '[ours]\n# why\nk = new\n',
    ],
    [
      'a comment above the next section stays there',
      '[ours]\nz = 1\n\n# about b\n[b]\n',
      '[ours]\nz = 1\nk = new\n\n# about b\n[b]\n',
    ],
  ])('%s', (_, before, after) => {
    expect(edited(before, set)).toBe(after);
  });

  test('all duplicates of a section become the last of them', () => {
    const text = '[ours]\nk = 1\n\n[b]\nx = 1\n\n[ours]\nk = 2\n';
    expect(edited(text, (document) => document.mergeDuplicates(named('ours')))).toBe(
      '\n[b]\nx = 1\n\n[ours]\nk = 2\n',
    );
  });

  test('a section is matched by its exact name', () => {
    const text = '[ours.x]\nk = 1\n[xours]\nk = 1\n';
    expect(edited(text, (document) => document.deleteSections(named('ours')))).toBe(text);
  });
});

describe('any file', () => {
  test('is given back byte for byte when nothing is edited', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const document = IniDocument.fromBytes(Buffer.from(bytes));
        expect(document.toBytes().equals(Buffer.from(bytes))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('has its bytes again when a section that was added is taken out', () => {
    fc.assert(
      fc.property(awsText, (text) => {
        const back = edited(text, (document) => {
          set(document);
          document.deleteSections(named('ours'));
        });
        expect(back).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  test('has its bytes again when a key that was added is taken out', () => {
    fc.assert(
      fc.property(awsText, (text) => {
        const before = `${text}\n[ours]\nz = 1\n`;
        const back = edited(before, (document) => {
          set(document);
          document.deleteKey(named('ours'), 'k');
          document.deleteKey(named('ours'), 'l');
        });
        expect(back).toBe(before);
      }),
      { numRuns: 500 },
    );
  });

  function set(document: IniDocument): void {
    document.set(named('ours'), 'ours', { k: 'v', l: 'w' });
  }
});
