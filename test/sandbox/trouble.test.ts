import { GetUserCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AccessKey } from '../../src/sandbox/access-key.ts';
import { CallLog } from '../../src/sandbox/calls.ts';
import type { Sandbox } from '../../src/sandbox/server.ts';
import type { Trouble } from '../../src/sandbox/trouble.ts';
import type { User } from '../../src/sandbox/user.ts';
import { iam, post, refusalOf, sandboxOf, sts } from './clients.ts';

const whoami = { Action: 'GetCallerIdentity', Version: '2011-06-15' };

let sandbox: Sandbox;
let bob: User;
let key: AccessKey;

beforeEach(async () => {
  sandbox = await sandboxOf();
  bob = sandbox.world.addUser({ name: 'bob' });
  key = bob.addAccessKey();
});

const ask = () => sts(sandbox, key).send(new GetCallerIdentityCommand({}));

async function control(method: 'GET' | 'POST', path: string, body?: unknown) {
  const answer = await fetch(`${sandbox.url}/_sandbox/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
}

describe('trouble on demand', () => {
  it('refuses with the given status, code and message', async () => {
    const told = { status: 409, code: 'Odd', message: 'Odd <thing>' };
    sandbox.world.troubles.add({ answer: 'refusal', ...told });
    expect(await refusalOf(ask())).toEqual(told);
    await ask();
  });

  it('refuses as a fault of the server unless told', async () => {
    sandbox.world.troubles.add({ answer: 'refusal' });
    const reply = await post(sandbox, key, whoami);
    expect(reply).toMatchObject({ status: 500, code: 'InternalFailure' });
    expect(reply.text).toContain('<Type>Receiver</Type>');
  });

  it.each([
    ['throttling', 400, 'Throttling'],
    ['unavailable', 503, 'ServiceUnavailable'],
  ] as const)('answers %s with %i %s', async (answer, status, code) => {
    sandbox.world.troubles.add({ answer });
    expect(await refusalOf(ask())).toMatchObject({ status, code });
  });

  it('is what the SDK tries again after', async () => {
    sandbox.world.troubles.add({ answer: 'throttling' });
    sandbox.world.troubles.add({ answer: 'unavailable' });
    const client = new STSClient({
      endpoint: sandbox.url,
      region: 'us-west-2',
      credentials: key,
      maxAttempts: 3,
    });
    const { $metadata } = await client.send(new GetCallerIdentityCommand({}));
    expect($metadata.attempts).toBe(3);
    expect(sandbox.world.calls.list().map(({ status }) => status)).toEqual([400, 503, 200]);
  });

  it('answers with what is no XML of AWS', async () => {
    sandbox.world.troubles.add({ answer: 'garbage' });
    const reply = await post(sandbox, key, whoami);
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toBe('text/html');
    await ask();
  });

  it('drops the connection', async () => {
    sandbox.world.troubles.add({ answer: 'drop' });
    await expect(post(sandbox, key, whoami)).rejects.toThrow('fetch failed');
    await ask();
  });

  it('keeps silent, and closes all the same', async () => {
    sandbox.world.troubles.add({ answer: 'silence' });
    const asked = expect(post(sandbox, key, whoami)).rejects.toThrow('fetch failed');
    await expect.poll(() => sandbox.world.calls.list()).toHaveLength(1);
    await sandbox.close();
    await asked;
  });

  it('comes as many times as told, to the action that is told', async () => {
    const code = 'Odd';
    sandbox.world.troubles.add({ answer: 'refusal', action: 'GetCallerIdentity', times: 2, code });
    const client = sts(sandbox, key);
    await client.send(new GetSessionTokenCommand({}));
    for (let time = 0; time < 2; time += 1) expect((await refusalOf(ask())).code).toBe(code);
    await ask();
  });

  it('can be taken back', async () => {
    sandbox.world.troubles.add({ answer: 'drop', times: 100 });
    sandbox.world.troubles.clear();
    await ask();
  });

  it('uses no MFA code up', async () => {
    const device = bob.addVirtualMfa();
    const input = { SerialNumber: device.serial, TokenCode: device.currentCode() };
    sandbox.world.troubles.add({ answer: 'unavailable' });
    const client = sts(sandbox, key);
    await refusalOf(client.send(new GetSessionTokenCommand(input)));
    await client.send(new GetSessionTokenCommand(input));
  });
});

describe('the call log', () => {
  it('tells what was called, by which key and program, when, and how it ended', async () => {
    sandbox.world.clock.freeze(Date.parse('2030-06-01T12:00:10Z'));
    const headers = { 'user-agent': 'test/1.0' };
    await post(sandbox, key, whoami, { headers });
    await refusalOf(iam(sandbox, key).send(new GetUserCommand({ UserName: 'nobody' })));
    const common = { time: Date.parse('2030-06-01T12:00:10Z'), accessKeyId: key.accessKeyId };
    expect(sandbox.world.calls.list()).toEqual([
      { ...common, action: 'GetCallerIdentity', userAgent: 'test/1.0', status: 200 },
      {
        ...common,
        action: 'GetUser',
        userAgent: expect.stringContaining('aws-sdk-js'),
        status: 404,
        code: 'NoSuchEntity',
      },
    ]);
    expect(sandbox.world.calls.list('GetUser')).toHaveLength(1);
    sandbox.world.calls.clear();
    expect(sandbox.world.calls.list()).toEqual([]);
  });

  it('has calls that nobody signed or that got no answer', async () => {
    await fetch(sandbox.url, { method: 'POST', body: '' });
    sandbox.world.troubles.add({ answer: 'drop' });
    await post(sandbox, key, whoami).catch(() => undefined);
    const [unsigned, dropped] = sandbox.world.calls.list();
    expect(unsigned).toMatchObject({ action: '', accessKeyId: undefined, status: 403 });
    expect(dropped?.status).toBeUndefined();
  });
});

describe('the call log of a long run', () => {
  it('keeps the newest 10,000 calls', () => {
    const log = new CallLog();
    for (let time = 1; time <= 10_001; time += 1) {
      log.add({ time, action: 'GetUser', accessKeyId: undefined, userAgent: undefined });
    }
    expect(log.list()).toHaveLength(10_000);
    expect(log.list()[0]?.time).toBe(2);
  });
});

describe('control over HTTP', () => {
  it('shows the code of a user, which is good', async () => {
    sandbox.world.clock.freeze(Date.parse('2030-06-01T12:00:13Z'));
    const device = bob.addVirtualMfa();
    const { serial } = device;
    const shown = await control('GET', 'code?user=bob');
    expect(shown).toEqual({
      status: 200,
      json: { serial, code: device.currentCode(), expiresIn: 17, used: false },
    });
    const input = { SerialNumber: serial, TokenCode: String(shown.json['code']) };
    await sts(sandbox, key).send(new GetSessionTokenCommand(input));
    expect((await control('GET', 'code?user=bob')).json).toMatchObject({ used: true });
    expect((await control('GET', 'code?user=bob&ahead=1')).json['code']).toBe(
      device.currentCode(1),
    );
  });

  it('shows the code of the device that is named, of nobody too', async () => {
    bob.addPasskey();
    bob.addVirtualMfa();
    const second = bob.addVirtualMfa('second');
    const spare = bob.account.addVirtualDevice('spare');
    const bySerial = (serial: string) => `serial=${encodeURIComponent(serial)}`;
    const named = await control('GET', `code?user=bob&${bySerial(second.serial)}`);
    expect(named.json['serial']).toBe(second.serial);
    expect((await control('GET', `code?${bySerial(spare.serial)}`)).json['serial']).toBe(
      spare.serial,
    );
  });

  it.each([
    'code?user=nobody',
    'code?user=bob',
    'code?user=bob&serial=x',
    'code',
    'nothing',
    'constructor',
  ])('has no %s', async (path) => {
    bob.addPasskey();
    const { status, json } = await control('GET', path);
    expect(status).toBe(404);
    expect(json['error']).toEqual(expect.any(String));
  });

  it('refuses a half window', async () => {
    bob.addVirtualMfa();
    expect((await control('GET', 'code?user=bob&ahead=0.5')).status).toBe(400);
  });

  it('moves the clock', async () => {
    sandbox.world.clock.freeze(1_000_000);
    const moved = await control('POST', 'advance', { seconds: 3600 });
    expect(moved).toEqual({ status: 200, json: { now: 4_600_000 } });
    expect(sandbox.world.clock.now()).toBe(4_600_000);
    for (const body of [{}, { seconds: '1' }, null]) {
      expect((await control('POST', 'advance', body)).status).toBe(400);
    }
  });

  it('makes trouble', async () => {
    const trouble: Trouble = { answer: 'refusal', action: 'GetUser', status: 418, code: 'Teapot' };
    expect((await control('POST', 'trouble', trouble)).status).toBe(200);
    await ask();
    const refused = await refusalOf(iam(sandbox, key).send(new GetUserCommand({})));
    expect(refused).toMatchObject({ status: 418, code: 'Teapot' });
  });

  it.each([
    {},
    { answer: 'explode' },
    { answer: 'drop', times: 0 },
    { answer: 'drop', times: 1.5 },
    { answer: 'refusal', status: 42 },
    { answer: 'refusal', status: '500' },
  ])('refuses trouble like %j', async (body) => {
    expect((await control('POST', 'trouble', body)).status).toBe(400);
    await ask();
  });

  it('refuses what is no JSON', async () => {
    const answer = await fetch(`${sandbox.url}/_sandbox/trouble`, { method: 'POST', body: '{' });
    expect(answer.status).toBe(400);
  });

  it('tells the calls, and is none itself', async () => {
    await ask();
    const { json } = await control('GET', 'calls');
    expect(json).toMatchObject([{ action: 'GetCallerIdentity', accessKeyId: key.accessKeyId }]);
    expect((await control('GET', 'calls?action=GetUser')).json).toEqual([]);
  });
});

describe('the server', () => {
  it('listens on loopback only', async () => {
    expect(sandbox.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    // A server on all addresses would answer at any of 127.0.0.0/8.
    await expect(fetch(sandbox.url.replace('127.0.0.1', '127.0.0.2'))).rejects.toThrow();
  });

  it('takes the port that it is told, or fails', async () => {
    const { startSandbox } = await import('../../src/sandbox/server.ts');
    const port = Number(new URL(sandbox.url).port);
    await expect(startSandbox({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await sandbox.close();
    const again = await startSandbox({ port });
    expect(again.url).toBe(sandbox.url);
    await again.close();
  });

  it('drops a body that is far too large', async () => {
    const body = 'x'.repeat((1 << 20) + 1);
    await expect(fetch(sandbox.url, { method: 'POST', body })).rejects.toThrow('fetch failed');
    await ask();
  });
});
