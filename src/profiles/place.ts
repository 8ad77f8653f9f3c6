import type { Profile, Profiles } from './profiles.ts';

/** Endpoint URLs that the profile's files ask for, by service. */
interface Endpoints {
  sts?: string;
  iam?: string;
}

/** Where a profile's calls go. */
export interface Place {
  profile: string;
  /** Of the profile, else of the default profile; never empty. */
  region?: string;
  regionFrom?: 'profile' | 'default';
  endpoints: Endpoints;
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

function sharedSettings({ settings }: Profile, region?: string): Record<string, string> {
  const keys = ['output', 'endpoint_url', 'services', 'ca_bundle'];
  const own = keys.flatMap((key) => {
    const value = settings.get(key);
    return value ? [[key, value]] : [];
  });
  return { ...(region && { region }), ...Object.fromEntries(own) };
}
