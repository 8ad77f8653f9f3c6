import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { root } from './person.ts';

/** What each room of src/ may import; errors.ts may be imported by all. */
const arrows: Record<string, string[]> = {
  'main.ts': ['commands', 'terminal', 'profiles'],
  commands: [
    'settings.ts',
    'sessions',
    'devices',
    'sandbox',
    'aws',
    'profiles',
    'shell',
    'terminal',
  ],
  sessions: ['aws', 'profiles'],
  devices: ['aws', 'profiles'],
  aws: ['profiles'],
  profiles: [],
  shell: [],
  terminal: [],
  sandbox: [],
  'settings.ts': ['profiles'],
  'errors.ts': [],
};

const src = join(root, 'src');
const sources = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
);

/** `sessions/obtain.ts` -> `sessions`; `main.ts` -> `main.ts`. */
const roomOf = (path: string) => path.split('/')[0] ?? path;

function importsOf(source: string): string[] {
  const text = readFileSync(join(src, source), 'utf8');
  const found = text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g);
  return [...found].map(([, path = '']) => relative(src, join(src, dirname(source), path)));
}

describe('the arrows of the house', () => {
  test.each(sources)('%s', (source) => {
    const from = roomOf(source);
    const foreign = importsOf(source)
      .map(roomOf)
      .filter((room) => room !== from && room !== 'errors.ts' && room !== '..');
    expect(arrows[from]).toBeDefined();
    expect(arrows[from]).toEqual(expect.arrayContaining(foreign));
  });
});

describe('no file is', () => {
  test.each(sources)('a catch-all or too long: %s', (source) => {
    expect(source).not.toMatch(/util|helper|common|misc/i);
    expect(readFileSync(join(src, source), 'utf8').split('\n').length).toBeLessThan(300);
  });
});

describe('the bundle', () => {
  test('reaches the SDK, zx and the prompts only through imports made when they are needed', async () => {
    const { metafile } = await build({
      entryPoints: [join(src, 'main.ts'), join(src, 'commands/env.ts')],
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      mainFields: ['module', 'main'],
      outdir: join(root, 'dist-that-is-not-written'),
      metafile: true,
      write: false,
    });
    const entries = Object.entries(metafile.outputs).filter(([, output]) =>
      /src\/(main|commands\/env)\.ts$/.test(output.entryPoint ?? ''),
    );
    expect(entries).toHaveLength(2);
    const inputs = entries.flatMap(([name]) => staticInputs(metafile.outputs, name));
    expect(
      inputs.filter((input) => /@aws-sdk|@smithy|node_modules\/zx|@clack/.test(input)),
    ).toEqual([]);
  });
});

type Outputs = Record<
  string,
  { inputs: object; imports: { path: string; kind: string }[]; entryPoint?: string | undefined }
>;

/** Every module that is loaded with an output, without being asked for later. */
function staticInputs(outputs: Outputs, start: string, seen = new Set<string>()): string[] {
  if (seen.has(start)) return [];
  seen.add(start);
  const output = outputs[start];
  const next = (output?.imports ?? []).filter(({ kind }) => kind === 'import-statement');
  return [
    ...Object.keys(output?.inputs ?? {}),
    ...next.flatMap(({ path }) => staticInputs(outputs, path, seen)),
  ];
}
