import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { editFile } from '../../src/profiles/edit-file.ts';
import { IniDocument } from '../../src/profiles/ini-document.ts';
import { headingOf, sectionsOf } from '../../src/profiles/section-names.ts';
import { Person, root } from '../person.ts';

let programs: string;
let folder: string;
let credentials: string;

/** A person's file: nothing of it may ever be lost. */
const foreign = Array.from(
  { length: 200 },
  (_, n) => `# about ${n}\n[person-${n}]\naws_access_key_id = AKIA${n}\n\n`,
).join('');

beforeAll(async () => {
  programs = mkdtempSync(join(tmpdir(), 'awskit-faults-'));
  await build({
    entryPoints: [join(root, 'test/faults/edit-forever.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: join(programs, 'edit-forever.mjs'),
  });
});
afterAll(() => rmSync(programs, { recursive: true, force: true }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'awskit-faults-'));
  credentials = join(folder, 'credentials');
  writeFileSync(credentials, foreign, { mode: 0o600 });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const edit = (profile: string) =>
  editFile(credentials, (document) =>
    document.set(sectionsOf('credentials', profile), headingOf('credentials', profile), { k: 'v' }),
  );
const readCredentials = () => readFileSync(credentials, 'utf8');

describe('kill -9 in the midst of writing', () => {
  test('leaves the file whole, old or new, every time; the lock is taken over at once', async () => {
    for (let round = 0; round < 150; round++) {
      const writer = spawn('node', [join(programs, 'edit-forever.mjs'), credentials, 'ours']);
      await said(writer);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 25));
      await killed(writer);
      const text = readCredentials();
      expect(text.startsWith(foreign)).toBe(true);
      expect(wholeOrAbsent(text.slice(foreign.length))).toBe(true);
    }
    // A lock that were not taken over would end this in a UserError.
    await edit('after');
    expect(readCredentials()).toContain('[after]\nk = v\n');
    expect(readdirSync(folder).sort()).toEqual(['backups', 'credentials']);
  }, 300_000);
});

/** Nothing, or one section with as many x as its first key says. */
function wholeOrAbsent(text: string): boolean {
  if (text === '') return true;
  const [, round, token = ''] =
    /^\n\[ours\]\naws_access_key_id = ASIA(\d+)\naws_session_token = (x+)\n$/.exec(text) ?? [];
  return token.length === 500 + (Number(round) % 500);
}

describe('a lock', () => {
  const lock = (holder: object) => writeFileSync(`${credentials}.lock`, JSON.stringify(holder));

  test('of a dead process is taken over', async () => {
    const dead = spawn('true');
    await new Promise((resolve) => dead.on('exit', resolve));
    lock({ pid: dead.pid, host: hostname(), since: Date.now() });
    await edit('ours');
    expect(readCredentials()).toContain('[ours]');
  });

  test('of another machine is taken over when it is old', async () => {
    lock({ pid: 1, host: 'elsewhere', since: Date.now() - 3_600_000 });
    await edit('ours');
    expect(readCredentials()).toContain('[ours]');
  });

  test('that is damaged is taken over when it is old', async () => {
    writeFileSync(`${credentials}.lock`, '');
    const { utimes } = await import('node:fs/promises');
    await utimes(`${credentials}.lock`, 0, 0);
    await edit('ours');
    expect(readCredentials()).toContain('[ours]');
  });
});

describe('a disk that is full', () => {
  test('leaves the file as it was, nothing beside it, and says so', async () => {
    const text = `${foreign}\n[ours]\nk = ${'x'.repeat(4000)}\n`;
    writeFileSync(credentials, text);
    // The limit on file sizes stands for a full disk: a write stops in its midst.
    const script = `ulimit -f 8; trap '' XFSZ; exec node "$@"`;
    const writer = spawn('bash', [
      '-c',
      script,
      '-',
      join(programs, 'edit-forever.mjs'),
      credentials,
      'other',
    ]);
    let stderr = '';
    writer.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    const status = await new Promise((resolve) => writer.on('exit', resolve));
    expect(status).not.toBe(0);
    expect(stderr).toMatch(/could not be/);
    expect(readCredentials()).toBe(text);
    expect(readdirSync(folder).sort()).toEqual(['backups', 'credentials']);
  });
});

describe('fifty at once', () => {
  test('each finds its section, and the person’s are byte for byte as they were', async () => {
    const person = await Person.arrive();
    const { world } = person.sandbox;
    const names = Array.from({ length: 50 }, (_, n) => `user-${n}`);
    const codes = new Map<string, string>();
    const sections = names.map((name) => {
      const user = world.addUser({ name });
      const { accessKeyId, secretAccessKey } = user.addAccessKey();
      const device = user.addVirtualMfa();
      codes.set(name, device.currentCode());
      return { name, accessKeyId, secretAccessKey, serial: device.serial };
    });
    const configText = sections
      .map(
        ({ name, serial }) =>
          `[profile ${name}]\nregion=us-west-2 ; n\nendpoint_url = ${person.sandbox.url}\nmfa_serial = ${serial}\n`,
      )
      .join('\n');
    const keysText = sections
      .map(
        ({ name, accessKeyId, secretAccessKey }) =>
          `[${name}]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
      )
      .join('# comment\n\n');
    writeFileSync(person.config, configText);
    writeFileSync(person.credentials, keysText);
    const ended = await Promise.all(
      names.map((name) => person.awskit(['login', name, '-m', codes.get(name) ?? ''])),
    );
    expect(ended.map(({ status, stderr }) => (status === 0 ? 0 : stderr))).toEqual(
      names.map(() => 0),
    );
    const { config, credentials: keys } = person.awsFiles;
    expect(config.startsWith(configText)).toBe(true);
    expect(keys.startsWith(keysText)).toBe(true);
    const headings = (text: string) =>
      IniDocument.fromBytes(Buffer.from(text)).sections.map(({ heading }) => heading);
    expect(headings(keys).sort()).toEqual(
      [...names, ...names.map((n) => `${n}-mfasession`)].sort(),
    );
    expect(headings(config)).toHaveLength(100);
    expect(readdirSync(join(person.home, '.aws')).sort()).toEqual([
      'backups',
      'config',
      'credentials',
    ]);
    expect(readdirSync(join(person.home, '.aws/backups')).length).toBeLessThanOrEqual(20);
    expect(statSync(person.credentials).mode & 0o777).toBe(0o600);
    await person.leave();
  }, 300_000);
});

describe('a folder', () => {
  test('that is in the place of a file is told', async () => {
    rmSync(credentials);
    mkdirSync(credentials);
    await expect(edit('ours')).rejects.toThrow(/can't be read/);
  });

  test('and a device are never replaced by a file', async () => {
    rmSync(credentials);
    spawnSync('mknod', [credentials, 'c', '1', '3']);
    if (!statSync(credentials, { throwIfNoEntry: false })) return;
    await expect(edit('ours')).rejects.toThrow(/no regular file/);
    expect(statSync(credentials).isCharacterDevice()).toBe(true);
  });
});

function said(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.stdout?.once('data', () => resolve()));
}

function killed(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.on('exit', () => resolve());
    child.kill('SIGKILL');
  });
}
