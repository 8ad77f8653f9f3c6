import type { Profile, Profiles } from './profiles.ts';

/** Endpoint URLs that the profile's files ask for, by service. */
interface Endpoints {
  sts?: string;
  iam?: string;
}

/** Kinds of AWS's own endpoints, as the settings of the SDKs name them. */
interface Variants {
  use_fips_endpoint?: string;
  use_dualstack_endpoint?: string;
  sts_regional_endpoints?: string;
}

/** Where a profile's calls go. */
export interface Place {
  profile: string;
  /** Of the profile, else of the default profile; never empty. */
  region?: string;
  regionFrom?: 'profile' | 'default';
  endpoints: Endpoints;
  /** What the profile says of AWS's own endpoints: `use_fips_endpoint` and the like. */
  variants: Variants;
  /** What a profile made from this one needs to reach the same AWS: region, output, endpoints. */
  shared: Record<string, string>;
}

/** Reads a profile's region and endpoints. */
export function placeOf(profile: Profile, profiles: Profiles): Place {
  const region = regionOf(profile, profiles);
  return {
    profile: profile.name,
    ...region,
    endpoints: endpointsOf(profile, profiles),
    variants: valuesOf(profile, variantKeys),
    shared: sharedSettings(profile, region.region),
  };
}

function regionOf(profile: Profile, profiles: Profiles) {
  const own = profile.settings.get('region');
  if (own) return { region: own, regionFrom: 'profile' as const };
  const inherited = profiles.find('default')?.settings.get('region');
  return inherited ? { region: inherited, regionFrom: 'default' as const } : {};
}

function endpointsOf(profile: Profile, profiles: Profiles): Endpoints {
  if (profile.settings.get('ignore_configured_endpoint_urls') === 'true') return {};
  const everywhere = profile.settings.get('endpoint_url');
  const sts = profiles.serviceSetting(profile, 'sts.endpoint_url') ?? everywhere;
  const iam = profiles.serviceSetting(profile, 'iam.endpoint_url') ?? everywhere;
  return { ...(sts && { sts }), ...(iam && { iam }) };
}

const variantKeys = [
  'use_fips_endpoint',
  'use_dualstack_endpoint',
  'sts_regional_endpoints',
] as const satisfies (keyof Variants)[];

function sharedSettings(profile: Profile, region?: string): Record<string, string> {
  const own = valuesOf(profile, [
    'output',
    'endpoint_url',
    'services',
    'ca_bundle',
    ...variantKeys,
  ]);
  return { ...(region && { region }), ...own };
}

function valuesOf({ settings }: Profile, keys: readonly string[]): Record<string, string> {
  const found = keys.flatMap((key) => {
    const value = settings.get(key);
    return value ? [[key, value]] : [];
  });
  return Object.fromEntries(found);
}
