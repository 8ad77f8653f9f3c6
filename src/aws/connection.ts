import type { AwsKeys, ResolvedProfile } from '../profiles/resolve.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export type Service = 'sts' | 'iam';

/** All that a client needs: nothing is left for the SDK to find in the environment. */
export interface Connection {
  profile: string;
  region: string;
  endpoint?: string;
  credentials: AwsKeys;
  /** Is told of each call (--debug): never of what is in it. */
  trace?: (line: string) => void;
}

/** How to reach a service as a profile: signed with that profile's keys, never the environment's. */
export function connect(service: Service, profile: ResolvedProfile, env: Environment): Connection {
  const endpoint = endpointOf(service, profile, env);
  return {
    profile: profile.name,
    region: service === 'iam' ? iamRegion(profile.region) : (profile.region ?? 'us-east-1'),
    credentials: profile.keys,
    ...(endpoint ? { endpoint } : {}),
  };
}

/** https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html, in its order. */
function endpointOf(
  service: Service,
  profile: ResolvedProfile,
  env: Environment,
): string | undefined {
  if (env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] === 'true') return undefined;
  return (
    env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ||
    env['AWS_ENDPOINT_URL'] ||
    profile.endpoints[service]
  );
}

/** IAM has one region in each partition. (https://docs.aws.amazon.com/general/latest/gr/iam-service.html) */
function iamRegion(region = ''): string {
  if (region.startsWith('cn-')) return 'cn-north-1';
  if (region.startsWith('us-gov-')) return 'us-gov-west-1';
  return 'us-east-1';
}
