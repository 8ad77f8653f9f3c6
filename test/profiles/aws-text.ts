import fc from 'fast-check';

const name = fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/);
const value = fc.stringMatching(/^[A-Za-z0-9/+=._:-]{1,20}$/);
const indent = fc.constantFrom('', '  ', '\t');
const note = fc.constantFrom('', ' # note', ' ; note');

const line = fc.oneof(
  fc.tuple(name).map(([key]) => `[profile ${key}]`),
  fc.tuple(name).map(([key]) => `[${key}]`),
  fc.constant('[sso-session corp]'),
  fc.constant('[profile "a b"]'),
  fc.tuple(name, value, note).map(([key, text, after]) => `${key} = ${text}${after}`),
  fc.tuple(name, value).map(([key, text]) => `${key}=${text}`),
  fc.constant('s3 ='),
  fc.tuple(indent, name, value).map(([before, key, text]) => `${before}${key} = ${text}`),
  fc.tuple(indent, value).map(([before, text]) => `${before}# ${text}`),
  fc.constantFrom('', '   ', '; comment', '#', 'garbage', 'Größe = größer # ü'),
);

/** Text such as stands in AWS files: whole, odd and broken lines, any line ends, with or without the last. */
export const awsText = fc
  .tuple(
    fc.constantFrom('', '\ufeff'),
    fc.array(line, { maxLength: 25 }),
    fc.constantFrom('\n', '\r\n'),
    fc.boolean(),
  )
  .map(([bom, lines, end, last]) => bom + lines.join(end) + (last && lines.length > 0 ? end : ''));
