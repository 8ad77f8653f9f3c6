import { Sha256 } from '@aws-crypto/sha256-js';
import { IAMClient } from '@aws-sdk/client-iam';
import { type Credentials, STSClient } from '@aws-sdk/client-sts';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterEach } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts';
import { World } from '../../src/sandbox/world.ts';

export interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** Sandboxes of this test file that are still open. */
const open: Sandbox[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
});

/** A sandbox that is closed after the test. */
export async function sandboxOf(world: World = new World()): Promise<Sandbox> {
  const sandbox = await startSandbox({ world });
  open.push(sandbox);
  return sandbox;
}

function settings(sandbox: Sandbox, credentials: Keys, region: string) {
  return {
    endpoint: sandbox.url,
    region,
    credentials,
    maxAttempts: 1,
    // The SDK signs for its own clock, which the tests do not move.
    systemClockOffset: sandbox.world.clock.now() - Date.now(),
  };
}

export function sts(sandbox: Sandbox, credentials: Keys, region = 'us-west-2'): STSClient {
  return new STSClient(settings(sandbox, credentials, region));
}

export function iam(sandbox: Sandbox, credentials: Keys, region = 'us-east-1'): IAMClient {
  return new IAMClient(settings(sandbox, credentials, region));
}

/** The keys of an answer of STS, as the clients take them. */
export function keysOf({ Credentials: found }: { Credentials?: Credentials | undefined }): Keys {
  return {
    accessKeyId: found?.AccessKeyId ?? '',
    secretAccessKey: found?.SecretAccessKey ?? '',
    sessionToken: found?.SessionToken ?? '',
  };
}

export interface SeenRefusal {
  status: number | undefined;
  code: string | undefined;
  message: string;
}

/** What AWS's refusal of a call said. @throws Error when the call was not refused */
export async function refusalOf(call: Promise<unknown>): Promise<SeenRefusal> {
  const answer = await call.then(
    () => undefined,
    (error) => ({
      status: error.$metadata?.httpStatusCode,
      code: error.Code,
      message: error.message,
    }),
  );
  if (!answer) throw new Error('the call was not refused');
  return answer;
}

export interface SignedPost {
  method: string;
  protocol: string;
  hostname: string;
  port: number;
  path: string;
  headers: Record<string, string>;
  body: string;
}

export interface PostOptions {
  service?: string;
  region?: string;
  /** When it is signed; default: the sandbox's now. */
  date?: Date;
  headers?: Record<string, string>;
  /** GET has the parameters in the query string. */
  method?: 'POST' | 'GET';
  /** Changes the request after it is signed. */
  tamper?(request: SignedPost): void;
}

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  code: string | undefined;
  message: string | undefined;
}

/** A call signed with @smithy/signature-v4 and sent as it is. */
export async function post(
  sandbox: Sandbox,
  credentials: Keys,
  parameters: Record<string, string>,
  options: PostOptions = {},
): Promise<Reply> {
  const { service = 'sts', region = 'us-east-1', date, tamper, method = 'POST' } = options;
  const isPost = method === 'POST';
  const form = new URLSearchParams(parameters).toString();
  const url = new URL(sandbox.url);
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 });
  const request = (await signer.sign(
    {
      method,
      protocol: 'http:',
      hostname: url.hostname,
      port: Number(url.port),
      path: '/',
      query: isPost ? {} : parameters,
      headers: {
        host: url.host,
        ...(isPost ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
        ...options.headers,
      },
      body: isPost ? form : '',
    },
    { signingDate: date ?? new Date(sandbox.world.clock.now()) },
  )) as SignedPost;
  if (!isPost) request.path = `/?${form}`;
  tamper?.(request);
  return send(sandbox, request);
}

/** Sends a request as it is, signed or not. */
export async function send(
  sandbox: Sandbox,
  { method, path, headers, body }: Pick<SignedPost, 'method' | 'path' | 'headers' | 'body'>,
): Promise<Reply> {
  const answer = await fetch(sandbox.url + path, {
    method,
    headers,
    ...(method === 'GET' ? {} : { body }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    code: /<Code>(.*)<\/Code>/.exec(text)?.[1],
    message: /<Message>(.*)<\/Message>/s.exec(text)?.[1],
  };
}
