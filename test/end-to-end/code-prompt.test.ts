import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Person, root } from '../person.ts';
import { shellIsHere } from '../shell/shell-is-here.ts';
import { Typing } from './typing.ts';

const shells = { bash: ['--norc', '--noprofile'], zsh: ['-f'] };

describe.each(Object.entries(shells))('typing a code in %s', (shell, args) => {
  let person: Person;
  let typing: Typing;

  beforeEach(async () => {
    person = await Person.arrive();
    typing = new Typing(person, shell, args);
    typing.type(`. '${join(root, 'shell', `awskit.${shell}`)}'\r`);
    await typing.line('echo rea""dy', /ready/);
  });

  afterEach(async () => {
    await typing.close();
    await person.leave();
  });

  const itWorks = test.skipIf(!shellIsHere(shell));
  const askFor = (profile: string) => typing.line(`aws_env ${profile}`, /MFA code of/);
  const shown = /<[^<>$"]*>/;
  const showProfile = () => typing.line('echo "<$AWSKIT_PROFILE $?>"', shown);

  itWorks('switches the shell, though standard output is captured', async () => {
    await askFor('smce-veda');
    await typing.line(person.freshCode(), /smce-veda until/);
    expect(await showProfile()).toContain('<smce-veda 0>');
  });

  itWorks('asks again after a wrong code, three times at most', async () => {
    await askFor('smce-veda');
    await typing.line('000000', /2 tries left/);
    await typing.line('000001', /one try left/);
    await typing.line('000002', /AWS did not accept the code/);
    expect(await typing.line('echo "<$?>"', shown)).toContain('<3>');
    expect(person.sandbox.world.calls.list('GetSessionToken')).toHaveLength(3);
  });

  itWorks('takes the right code after a wrong one', async () => {
    await askFor('smce-veda');
    await typing.line('000000', /2 tries left/);
    await typing.line(person.freshCode(), /smce-veda until/);
    expect(await showProfile()).toContain('<smce-veda 0>');
  });

  itWorks('tells of a used code without asking AWS', async () => {
    await askFor('smce-veda');
    const code = person.freshCode();
    await typing.line(code, /until/);
    await typing.line('aws_env smce-veda --force', /MFA code of/);
    await typing.line(code, /That code has been used; the next one comes in \d+ s/);
    await typing.line(person.freshCode(), /until/);
    expect(person.sandbox.world.calls.list('GetSessionToken')).toHaveLength(2);
  });

  itWorks('takes nothing but six digits', async () => {
    await askFor('smce-veda');
    await typing.line('12345', /Exactly six digits/);
    typing.type('\x15');
    await typing.line(person.freshCode(), /until/);
  });

  itWorks('ends with Ctrl-C: status 130, nothing changed', async () => {
    const before = person.awsFiles;
    typing.type('export AWS_PROFILE=mine; env | sort >before\r');
    await askFor('smce-veda');
    typing.type('\x03');
    await typing.see(/Given up; nothing has changed/);
    expect(await typing.line('echo "<$?>"', shown)).toContain('<130>');
    expect(await typing.line('env | sort | diff before - && echo "<sa""me>"', shown)).toContain(
      '<same>',
    );
    expect(person.awsFiles).toEqual(before);
    expect(readdirSync(join(person.home, '.aws')).sort()).toEqual(['config', 'credentials']);
  });

  itWorks('ends with Ctrl-C while AWS does not answer, too', async () => {
    const { troubles, calls } = person.sandbox.world;
    troubles.add({ answer: 'silence', times: 9 });
    typing.type('aws_env smce-veda -m 123456\r');
    while (calls.list('GetSessionToken').length === 0) await typing.passing();
    typing.type('\x03');
    await typing.see(/Given up; nothing has changed/);
    expect(await showProfile()).toContain('< 130>');
  });

  itWorks('asks which of several devices, and leaves passkeys out', async () => {
    const seen = await typing.line('aws_env several', /Which MFA device[\s\S]*tablet/);
    expect(seen).not.toContain('u2f');
    typing.type('\r');
    await typing.see(/MFA code of/);
    await typing.line(person.freshCode('several'), /several until/);
  });

  itWorks('asks in one of several terminals, and all go on', async () => {
    const other = new Typing(person, shell, args);
    other.type(`. '${join(root, 'shell', `awskit.${shell}`)}'\r`);
    await other.line('echo rea""dy', /ready/);
    await askFor('smce-veda');
    await other.line('aws_env smce-veda', /is getting this session already: waiting/);
    await typing.line(person.freshCode(), /smce-veda until/);
    await other.see(/smce-veda until .*kept session/);
    await other.close();
    expect(person.sandbox.world.calls.list('GetSessionToken')).toHaveLength(1);
  });

  itWorks('asks in the next terminal when the first gives up', async () => {
    const other = new Typing(person, shell, args);
    other.type(`. '${join(root, 'shell', `awskit.${shell}`)}'\r`);
    await other.line('echo rea""dy', /ready/);
    await askFor('smce-veda');
    await other.line('aws_env smce-veda', /waiting for it/);
    typing.type('\x03');
    await other.see(/MFA code of/);
    await other.line(person.freshCode(), /smce-veda until/);
    await other.close();
  });

  itWorks('asks on the terminal even where standard error is redirected', async () => {
    await typing.line('aws_env smce-veda 2>messages', /MFA code of/);
    await typing.line(person.freshCode(), /\[\?2004h/);
    expect(await showProfile()).toContain('<smce-veda 0>');
  });
});
