import { GetUserCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AccessKey } from '../../src/sandbox/access-key.ts';
import type { Sandbox } from '../../src/sandbox/server.ts';
import { iam, post, refusalOf, sandboxOf, send, sts } from './clients.ts';

const whoami = { Action: 'GetCallerIdentity', Version: '2011-06-15' };
const getUser = { Action: 'GetUser', Version: '2010-05-08' };
const mismatch =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

let sandbox: Sandbox;
let key: AccessKey;

beforeEach(async () => {
  sandbox = await sandboxOf();
  key = sandbox.world.addUser({ name: 'bob' }).addAccessKey();
});

describe('a right signature', () => {
  it('is taken from any region for STS', async () => {
    for (const region of ['us-east-1', 'eu-central-2', 'ap-southeast-5']) {
      expect(await post(sandbox, key, whoami, { region })).toMatchObject({ status: 200 });
    }
  });

  it('may cover headers with odd white space and any parameter', async () => {
    const headers = { 'x-amz-meta': '  a   b  ', 'x-empty': '' };
    const parameters = { ...whoami, Odd: "ä/+ &=~!'()*\u{1f511}" };
    expect(await post(sandbox, key, parameters, { headers })).toMatchObject({ status: 200 });
  });

  it('may be of a GET with everything in the query string', async () => {
    const parameters = { ...whoami, Odd: "ä/+ &=~!'()*" };
    expect(await post(sandbox, key, parameters, { method: 'GET' })).toMatchObject({ status: 200 });
  });

  it('answers in the form of AWS', async () => {
    const reply = await post(sandbox, key, whoami);
    const requestId = reply.headers.get('x-amzn-requestid');
    const userId = sandbox.world.user('bob')?.userId;
    expect(reply.headers.get('content-type')).toBe('text/xml');
    expect(
      reply.text,
    ).toBe(`<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <Arn>arn:aws:iam::123456789012:user/bob</Arn>
    <UserId>${userId}</UserId>
    <Account>123456789012</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata>
    <RequestId>${requestId}</RequestId>
  </ResponseMetadata>
</GetCallerIdentityResponse>
`);
  });

  it('refuses in the form of AWS', async () => {
    const reply = await post(sandbox, key, { ...whoami, Action: 'No<&>"' });
    const requestId = reply.headers.get('x-amzn-requestid');
    expect(reply.text).toBe(`<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <Error>
    <Type>Sender</Type>
    <Code>InvalidAction</Code>
    <Message>Could not find operation No&lt;&amp;&gt;&quot; for version 2011-06-15</Message>
  </Error>
  <RequestId>${requestId}</RequestId>
</ErrorResponse>
`);
  });

  it('refuses in XML that can be read, whatever the call held', async () => {
    const reply = await post(sandbox, key, { ...whoami, Action: 'a\u0001b\uffff\rc' });
    expect(reply.message).toBe(
      'Could not find operation a\ufffdb\ufffd&#xD;c for version 2011-06-15',
    );
  });

  it("carries the sandbox's time in its Date header", async () => {
    sandbox.world.clock.freeze(Date.parse('2031-02-03T04:05:06Z'));
    const reply = await post(sandbox, key, whoami);
    expect(reply.headers.get('date')).toBe('Mon, 03 Feb 2031 04:05:06 GMT');
  });
});

describe('a tampered request', () => {
  it('is refused for an altered body', async () => {
    const reply = await post(sandbox, key, whoami, {
      tamper: (request) => {
        request.body += '&More=1';
      },
    });
    expect(reply).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch', message: mismatch });
  });

  it('is refused for an altered signed header', async () => {
    const reply = await post(sandbox, key, whoami, {
      headers: { 'x-amz-meta': 'one' },
      tamper: ({ headers }) => {
        headers['x-amz-meta'] = 'two';
      },
    });
    expect(reply).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch', message: mismatch });
  });

  it('is refused for an added query string', async () => {
    const reply = await post(sandbox, key, whoami, {
      tamper: (request) => {
        request.path = '/?Action=GetSessionToken';
      },
    });
    expect(reply).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch', message: mismatch });
  });

  it('is refused for another path', async () => {
    const reply = await post(sandbox, key, whoami, {
      tamper: (request) => {
        request.path = '/else';
      },
    });
    expect(reply).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch', message: mismatch });
  });

  it('is refused for a wrong secret', async () => {
    const wrong = { accessKeyId: key.accessKeyId, secretAccessKey: 'x'.repeat(40) };
    expect(await refusalOf(sts(sandbox, wrong).send(new GetCallerIdentityCommand({})))).toEqual({
      status: 403,
      code: 'SignatureDoesNotMatch',
      message: mismatch,
    });
  });

  it('is refused for a host header left unsigned', async () => {
    const reply = await post(sandbox, key, whoami, {
      tamper: ({ headers }) => {
        headers['authorization'] = (headers['authorization'] ?? '').replace('host;', '');
      },
    });
    expect(reply).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
    expect(reply.message).toContain("must be a 'SignedHeader'");
  });
});

describe('the scope of a signature', () => {
  it('must be the global region for IAM', async () => {
    const wrong = await refusalOf(iam(sandbox, key, 'us-west-2').send(new GetUserCommand({})));
    expect(wrong).toEqual({
      status: 403,
      code: 'SignatureDoesNotMatch',
      message: "Credential should be scoped to a valid region, not 'us-west-2'. ",
    });
    expect(await post(sandbox, key, getUser, { service: 'iam' })).toMatchObject({ status: 200 });
  });

  it('may be any region for IAM in a world that is not strict', async () => {
    sandbox.world.strictIamRegion = false;
    const options = { service: 'iam', region: 'us-west-2' };
    expect(await post(sandbox, key, getUser, options)).toMatchObject({ status: 200 });
  });

  it('must be STS or IAM', async () => {
    expect(await post(sandbox, key, whoami, { service: 's3' })).toMatchObject({
      status: 403,
      code: 'SignatureDoesNotMatch',
      message: "Credential should be scoped to correct service: 'sts'. ",
    });
  });

  it('routes the call: an IAM action is unknown to STS', async () => {
    expect(await post(sandbox, key, getUser)).toMatchObject({
      status: 400,
      code: 'InvalidAction',
      message: 'Could not find operation GetUser for version 2010-05-08',
    });
    expect(await post(sandbox, key, whoami, { service: 'iam' })).toMatchObject({
      status: 400,
      code: 'InvalidAction',
    });
  });

  it("must have the timestamp's date", async () => {
    const reply = await post(sandbox, key, whoami, {
      tamper: ({ headers }) => {
        headers['authorization'] = (headers['authorization'] ?? '').replace(
          /\/\d{8}\//,
          '/20000101/',
        );
      },
    });
    expect(reply).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
    expect(reply.message).toMatch(
      /^Date in Credential scope does not match .*'20000101' != '\d{8}'/,
    );
  });
});

describe('the age of a signature', () => {
  const minutes = (count: number) => new Date(Date.parse('2030-06-01T12:00:00Z') + count * 60_000);

  beforeEach(() => sandbox.world.clock.freeze(Date.parse('2030-06-01T12:00:00Z')));

  it('may be 15 minutes either way', async () => {
    for (const date of [minutes(-15), minutes(15)]) {
      expect(await post(sandbox, key, whoami, { date })).toMatchObject({ status: 200 });
    }
  });

  it('is refused when expired', async () => {
    const date = new Date(minutes(-15).getTime() - 1000);
    expect(await post(sandbox, key, whoami, { date })).toMatchObject({
      status: 403,
      code: 'SignatureDoesNotMatch',
      message:
        'Signature expired: 20300601T114459Z is now earlier than 20300601T114500Z (20300601T120000Z - 15 min.)',
    });
  });

  it('is refused when not yet current', async () => {
    const date = new Date(minutes(15).getTime() + 1000);
    expect(await post(sandbox, key, whoami, { date })).toMatchObject({
      status: 403,
      code: 'SignatureDoesNotMatch',
      message:
        'Signature not yet current: 20300601T121501Z is still later than 20300601T121500Z (20300601T120000Z + 15 min.)',
    });
  });
});

describe('an incomplete claim', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams(whoami).toString();

  it.each(['POST', 'GET'])('of nothing at all is refused (%s)', async (method) => {
    const reply = await send(sandbox, { method, path: '/', headers: form, body });
    expect(reply).toMatchObject({
      status: 403,
      code: 'MissingAuthenticationToken',
      message: 'Request is missing Authentication Token',
    });
    expect(reply.text).toContain('xmlns="https://sts.amazonaws.com/doc/2011-06-15/"');
  });

  it("is refused in IAM's namespace for an IAM call", async () => {
    const iamBody = new URLSearchParams(getUser).toString();
    const reply = await send(sandbox, { method: 'POST', path: '/', headers: form, body: iamBody });
    expect(reply.text).toContain('xmlns="https://iam.amazonaws.com/doc/2010-05-08/"');
  });

  it.each([
    ['Bearer abc', 'Unsupported'],
    ['AWS4-HMAC-SHA256 Credential=a/20300101/b/sts/aws4_request', "requires 'Signature' parameter"],
    [
      'AWS4-HMAC-SHA256 Credential=a/b/sts, SignedHeaders=host, Signature=x',
      '5 slash-delimited elements',
    ],
    [
      'AWS4-HMAC-SHA256 Credential=a/20300101/b/sts/aws4_request, SignedHeaders=host, Signature=x',
      'existence of either',
      '',
    ],
  ])('is refused: %s', async (authorization, message, date = '20300101T000000Z') => {
    const headers = { ...form, authorization, ...(date ? { 'x-amz-date': date } : {}) };
    const reply = await send(sandbox, { method: 'POST', path: '/', headers, body });
    expect(reply).toMatchObject({ status: 403, code: 'IncompleteSignature' });
    expect(reply.message).toContain(message);
  });

  it('is refused for a timestamp that is none', async () => {
    const reply = await post(sandbox, key, whoami, {
      tamper: ({ headers }) => {
        headers['x-amz-date'] = 'yesterday';
      },
    });
    expect(reply).toMatchObject({ status: 403, code: 'IncompleteSignature' });
  });
});

describe('the action', () => {
  it.each([
    [{ Action: 'DropEverything', Version: '2011-06-15' }, 'DropEverything for version 2011-06-15'],
    [{ Action: 'constructor', Version: '2011-06-15' }, 'constructor for version 2011-06-15'],
    [{ Action: 'GetCallerIdentity' }, 'GetCallerIdentity for version NO_VERSION_SPECIFIED'],
    [{ Action: 'GetCallerIdentity', Version: '1999-01-01' }, 'GetCallerIdentity for version 1999'],
  ])('must be known: %j', async (parameters, message) => {
    const reply = await post(sandbox, key, parameters as Record<string, string>);
    expect(reply).toMatchObject({ status: 400, code: 'InvalidAction' });
    expect(reply.message).toContain(`Could not find operation ${message}`);
  });

  it('must be there', async () => {
    const reply = await post(sandbox, key, { Version: '2011-06-15' });
    expect(reply).toMatchObject({ status: 400, code: 'MissingAction' });
  });
});

describe('access keys', () => {
  const unknown = 'The security token included in the request is invalid';

  it('are refused when unknown', async () => {
    const nobody = { accessKeyId: 'AKIAQQQQQQQQQQQQQQQQ', secretAccessKey: 'x'.repeat(40) };
    expect(await refusalOf(sts(sandbox, nobody).send(new GetCallerIdentityCommand({})))).toEqual({
      status: 403,
      code: 'InvalidClientTokenId',
      message: `${unknown}.`,
    });
    expect(await refusalOf(iam(sandbox, nobody).send(new GetUserCommand({})))).toEqual({
      status: 403,
      code: 'InvalidClientTokenId',
      message: unknown,
    });
  });

  it('are refused when inactive', async () => {
    key.status = 'Inactive';
    const refused = await refusalOf(sts(sandbox, key).send(new GetCallerIdentityCommand({})));
    expect(refused).toMatchObject({ status: 403, code: 'InvalidClientTokenId' });
  });

  it('are refused with a session token that they never had', async () => {
    const keys = { ...key, sessionToken: 'abc' };
    const refused = await refusalOf(sts(sandbox, keys).send(new GetCallerIdentityCommand({})));
    expect(refused).toMatchObject({ status: 403, code: 'InvalidClientTokenId' });
  });

  it("are refused in another partition's regions", async () => {
    for (const region of ['cn-north-1', 'us-gov-west-1', 'eusc-de-east-1']) {
      const reply = await post(sandbox, key, whoami, { region });
      expect(reply).toMatchObject({ status: 403, code: 'InvalidClientTokenId' });
    }
  });
});
