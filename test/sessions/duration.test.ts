import { expect, test } from 'vitest';
import { parseDuration } from '../../src/sessions/duration.ts';
import { checkedTokenCode } from '../../src/sessions/token-code.ts';

test.each([
  ['12h', 43_200],
  ['1h30m', 5400],
  ['90m', 5400],
  ['1d12h', 129_600],
  ['900', 900],
  ['900s', 900],
  ['129600', 129_600],
])('%s is %i seconds', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

test.each(['', '0', '899', '129601', '37h', '12 h', 'h', '12h!', '-900', '1e4', '1.5h'])(
  '%j is no session length',
  (text) => {
    expect(() => parseDuration(text)).toThrow(/is no session length/);
  },
);

test.each(['123456', ' 123456\n', '000000'])('%j is a token code', (text) => {
  expect(checkedTokenCode(text)).toBe(text.trim());
});

test.each(['', '12345', '1234567', '1234567abc', '12345a', '１２３４５６', '123 456', '123456\n7'])(
  '%j is no token code, and is not repeated in the error',
  (text) => {
    expect(() => checkedTokenCode(text)).toThrow('That is no MFA code');
  },
);
