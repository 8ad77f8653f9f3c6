import { expect, test } from 'vitest';
import { connect } from '../../src/aws/connection.ts';
import type { Place } from '../../src/profiles/place.ts';

const keys = { accessKeyId: 'AKIA', secretAccessKey: 's' };
const place = (more: Partial<Place> = {}): Place => ({
  profile: 'p',
  region: 'eu-west-1',
  endpoints: {},
  variants: {},
  shared: {},
  ...more,
});
const own = { sts: 'http://sts.own', iam: 'http://iam.own' };

test.each([
  ['nothing is said', {}, {}, undefined],
  ['the profile', { endpoints: own }, {}, 'http://sts.own'],
  ['the environment', { endpoints: own }, { AWS_ENDPOINT_URL: 'http://env' }, 'http://env'],
  [
    'the service’s own variable',
    {},
    { AWS_ENDPOINT_URL: 'http://env', AWS_ENDPOINT_URL_STS: 'http://env.sts' },
    'http://env.sts',
  ],
  [
    'not when all are to be ignored',
    { endpoints: own },
    { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
    undefined,
  ],
])('the endpoint is taken from: %s', (_, more, env, endpoint) => {
  expect(connect('sts', place(more), keys, env).endpoint).toBe(endpoint);
});

test.each([
  ['eu-west-1', 'us-east-1'],
  ['cn-northwest-1', 'cn-north-1'],
  ['us-gov-east-1', 'us-gov-west-1'],
])('IAM of %s is in %s', (region, iam) => {
  expect(connect('iam', place({ region }), keys, {}).region).toBe(iam);
});

test('FIPS, dual-stack and the global STS are as the profile says, else the environment first', () => {
  const variants = { use_fips_endpoint: 'true', sts_regional_endpoints: 'legacy' };
  expect(connect('sts', place({ variants }), keys, {})).toMatchObject({
    fips: true,
    dualstack: false,
    globalSts: true,
  });
  const env = { AWS_USE_FIPS_ENDPOINT: 'false', AWS_USE_DUALSTACK_ENDPOINT: 'true' };
  expect(connect('sts', place({ variants }), keys, env)).toMatchObject({
    fips: false,
    dualstack: true,
  });
});

test('a place that is configured is no endpoint of AWS: no variants', () => {
  const variants = { use_fips_endpoint: 'true' };
  expect(connect('sts', place({ variants, endpoints: own }), keys, {})).not.toHaveProperty('fips');
});
