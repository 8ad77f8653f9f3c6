import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sandboxOf } from './clients.ts';
import { isThere, run } from './judges.ts';

const there = await isThere('python3', ['-c', 'import boto3']);
const judge = join(import.meta.dirname, 'boto3_judge.py');

const refused = (status: number, Code: string, Message: string, name = 'ClientError') => ({
  status,
  class: name,
  error: { Type: 'Sender', Code, Message },
  sameRequestId: true,
});

describe.skipIf(!there)('boto3', () => {
  it('makes every call and understands every answer', async () => {
    const sandbox = await sandboxOf();
    const { world } = sandbox;
    world.clock.freeze(Math.floor(Date.now() / 30_000) * 30_000 + 5000);
    const bob = world.addUser({ name: 'bob', path: '/team/' });
    world.account().aliases.push('an-alias');
    world.addRole({ name: 'audit', trust: { principals: [bob.arn], mfaRequired: true } });
    const first = bob.addHardwareMfa('GAHT12345678');
    const { accessKeyId, secretAccessKey } = bob.addAccessKey();
    const args = [judge, sandbox.url, accessKeyId, secretAccessKey];
    const { stdout, stderr } = await run('python3', args);
    expect(stderr).toBe('');
    const serial = 'arn:aws:iam::123456789012:mfa/boto/phone';
    const half = new Date(world.clock.now() + 43_200_000).toISOString();
    expect(JSON.parse(stdout)).toEqual({
      identity: { UserId: bob.userId, Account: '123456789012', Arn: bob.arn },
      seed: expect.stringMatching(/^[A-Z2-7]{64}$/),
      png: 'PNG',
      devices: [first.serial, serial],
      expiration: half.replace('.000Z', '+00:00'),
      reused: refused(
        403,
        'AccessDenied',
        'MultiFactorAuthentication failed with invalid MFA one time pass code. ',
      ),
      aliases: ['an-alias'],
      role: 'arn:aws:sts::123456789012:assumed-role/audit/boto',
      gone: refused(
        404,
        'NoSuchEntity',
        `VirtualMFADevice with serial number ${serial} doesn't exist.`,
        'NoSuchEntityException',
      ),
      virtual: [],
      full: refused(
        409,
        'LimitExceeded',
        'Cannot exceed quota for AccessKeysPerUser: 2',
        'LimitExceededException',
      ),
      unused: { ServiceName: 'N/A', Region: 'N/A' },
      inactive: refused(
        403,
        'InvalidClientTokenId',
        'The security token included in the request is invalid.',
      ),
      keys: [[accessKeyId, 'Active']],
      user: bob.arn,
      nobody: refused(
        404,
        'NoSuchEntity',
        'The user with name nobody cannot be found.',
        'NoSuchEntityException',
      ),
    });
  });
});
