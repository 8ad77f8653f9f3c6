import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { explain } from '../../src/aws/refusals.ts';
import { Person } from '../person.ts';

let person: Person;
let server: Server | undefined;
beforeEach(async () => {
  person = await Person.arrive();
});
afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  await person.leave();
});

/** Somebody who answers everything with one page, as the sign-in page of a hotel does. */
async function page(status: number, body: string): Promise<string> {
  server = createServer((request, response) => {
    request.resume();
    response.writeHead(status, { 'content-type': 'text/html' }).end(body);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', () => resolve()));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const html = '<html><body><h1>Sign in</h1></body></html>';

describe('a page that is no answer of AWS', () => {
  test.each([
    [200, html],
    [200, ''],
    [200, '<?xml version="1.0"?><a/>'],
    [403, html],
    [407, html],
    [503, html],
  ])('HTTP %i %j changes nothing: status 5', async (status, body) => {
    await person.awskit(['login', 'smce-veda', '-m', person.freshCode()]);
    const before = person.awsFiles;
    const args = ['env', 'smce-veda', '--shell', 'bash', '--force', '-m', person.freshCode()];
    const env = { AWS_ENDPOINT_URL: await page(status, body) };
    const ended = await person.awskit(args, { env });
    expect(ended).toMatchObject({ status: 5, stdout: '' });
    expect(person.awsFiles).toEqual(before);
  });

  test('is not taken for a user without MFA devices', async () => {
    const env = { AWS_ENDPOINT_URL_IAM: await page(200, html) };
    const ended = await person.awskit(['env', 'several', '--shell', 'bash'], { env });
    expect(ended).toMatchObject({ status: 5, stdout: '' });
  });
});

test('a call is given up after 30 seconds, wherever its answer stalls', async () => {
  vi.useFakeTimers();
  const connection = {
    profile: 'p',
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  };
  const call = explain(
    { action: 'sts:GetCallerIdentity', connection },
    () => new Promise(() => {}),
  );
  const refused = expect(call).rejects.toMatchObject({ exitCode: 5 });
  await vi.advanceTimersByTimeAsync(30_000);
  await refused;
  vi.useRealTimers();
});

describe('what can’t even be sent is no refusal of AWS', () => {
  test.each([
    [{ args: ['--region', 'us west 2'] }, /"us west 2" is no region/],
    [{ env: { AWS_ENDPOINT_URL: 'not a url' } }, /"not a url" is no endpoint/],
  ])(
    '%j',
    async ({ args = [], env = {} }: { args?: string[]; env?: Record<string, string> }, says) => {
      const line = ['env', 'smce-veda', '--shell', 'bash', '-m', person.freshCode(), ...args];
      const { status, stderr } = await person.awskit(line, { env });
      expect(status).toBe(2);
      expect(stderr).toMatch(says);
    },
  );
});
