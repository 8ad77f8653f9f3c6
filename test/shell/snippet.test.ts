import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { replaceAll } from '../../src/shell/env-change.ts';
import { generate } from '../../src/shell/generate.ts';
import { quotePosix } from '../../src/shell/quote.ts';
import { printSnippet, shells } from '../../src/shell/snippet.ts';
import { root } from '../person.ts';
import { shellIsHere } from './shell-is-here.ts';

const change = replaceAll({
  AWS_ACCESS_KEY_ID: 'ASIAEXAMPLE',
  AWS_SECRET_ACCESS_KEY: "it's",
  AWS_REGION: '',
  AWSKIT_PROFILE: 'Log Archive',
});

test('a variable without a value is unset, never empty', () => {
  expect(change.set).not.toHaveProperty('AWS_REGION');
  expect(change.unset).toContain('AWS_REGION');
});

test.each(shells)('the snippet for %s', (shell) => {
  expect(printSnippet(change, shell)).toMatchSnapshot();
});

test('the snippet is one list: it ends with the first command that fails', () => {
  const script = `readonly AWSKIT_PROFILE=mine; ${printSnippet(change, 'bash')}`;
  expect(() => execFileSync('bash', ['-c', script], { stdio: 'ignore' })).toThrow();
});

describe.each(['bash', 'zsh', 'dash'])('a value in %s', (shell) => {
  test.skipIf(!shellIsHere(shell))('arrives as it was, whatever bytes it has', () => {
    // A whole run for each value would take minutes: one script prints them all, NUL behind each.
    const values = fc.sample(fc.string({ unit: 'binary', maxLength: 40 }), 400);
    const nasty = [
      "'",
      "''",
      '\\',
      '\n',
      '\r\n',
      '!!',
      '$(id)',
      '`id`',
      '%s',
      '-n',
      '~',
      'ü\u2028',
    ];
    const whole = [...values, ...nasty].map((value) =>
      Buffer.from(value.replaceAll('\0', '')).toString(),
    );
    const script = whole.map((value) => `printf '%s\\0' ${quotePosix(value)}`).join('\n');
    const output = execFileSync(shell, ['-s'], { input: script, env: { LC_ALL: 'C.UTF-8' } });
    expect(output.toString().split('\0').slice(0, -1)).toEqual(whole);
  });
});

describe.each(Object.entries(generate()))('shell/%s', (name, text) => {
  test('is what the template makes now (else: npm run generate)', () => {
    expect(readFileSync(join(root, 'shell', name), 'utf8')).toBe(text);
  });

  test('holds no token of the template', () => {
    expect(text).not.toMatch(/__[a-z]+[A-Z]\w*__/);
  });

  test.runIf(text.startsWith('#!'))('may be executed', () => {
    expect(statSync(join(root, 'shell', name)).mode & 0o111).toBe(0o111);
  });
});
