import { exitCodes, UserError } from '../errors.ts';
import type { Place } from '../profiles/place.ts';
import type { AwsKeys } from '../profiles/resolve.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export type Service = 'sts' | 'iam';

/** All that a client needs: nothing is left for the SDK to find in the environment. */
export interface Connection {
  profile: string;
  region: string;
  endpoint?: string;
  /** Of AWS's own endpoints; without effect where `endpoint` is given. */
  fips?: boolean;
  dualstack?: boolean;
  /** The one STS for all regions, in place of the region's. */
  globalSts?: boolean;
  credentials: AwsKeys;
  /** Is told of each call (--debug): never of what is in it. */
  trace?: (line: string) => void;
}

/** How to reach a service from a profile: signed with these keys, never the environment's. */
export function connect(
  service: Service,
  place: Place,
  { accessKeyId, secretAccessKey, sessionToken }: AwsKeys,
  env: Environment,
): Connection {
  const endpoint = endpointOf(service, place, env);
  const { region = 'us-east-1' } = place;
  if (endpoint && !URL.canParse(endpoint)) throw wrongSetting(place, 'endpoint', endpoint);
  if (!/^[a-z\d-]+$/.test(region)) throw wrongSetting(place, 'region', region);
  return {
    profile: place.profile,
    region: service === 'iam' ? iamRegion(region) : region,
    // Nothing else of them: an expiration would make the SDK renew them, which it can't.
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) },
    ...(endpoint ? { endpoint } : variantsOf(place, env)),
  };
}

/**
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html, feature-sts-regionalized-endpoints.html:
 * the environment before the profile.
 */
function variantsOf({ variants }: Place, env: Environment) {
  const said = (name: keyof Place['variants']) =>
    env[`AWS_${name.toUpperCase()}`] ?? variants[name];
  return {
    fips: said('use_fips_endpoint') === 'true',
    dualstack: said('use_dualstack_endpoint') === 'true',
    globalSts: said('sts_regional_endpoints') === 'legacy',
  };
}

function wrongSetting({ profile }: Place, what: 'endpoint' | 'region', text: string): UserError {
  const example = what === 'region' ? 'us-east-1' : 'https://sts.us-east-1.amazonaws.com';
  return new UserError(
    `"${text}" is no ${what}`,
    `It is asked for by profile "${profile}", the command or the environment.`,
    `Correct it there; one is written like ${example}`,
    exitCodes.usage,
  );
}

/** https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html, in its order. */
function endpointOf(service: Service, place: Place, env: Environment): string | undefined {
  if (env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] === 'true') return undefined;
  return (
    env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ||
    env['AWS_ENDPOINT_URL'] ||
    place.endpoints[service]
  );
}

/** IAM has one region in each partition. (https://docs.aws.amazon.com/general/latest/gr/iam-service.html) */
function iamRegion(region: string): string {
  if (region.startsWith('cn-')) return 'cn-north-1';
  if (region.startsWith('us-gov-')) return 'us-gov-west-1';
  return 'us-east-1';
}
