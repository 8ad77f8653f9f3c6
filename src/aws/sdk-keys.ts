import { fromIni } from '@aws-sdk/credential-provider-ini';
import { externalDataInterceptor } from '@smithy/shared-ini-file-loader';
import { exitCodes, UserError } from '../errors.ts';
import type { AwsKeys, SdkProfile } from '../profiles/resolve.ts';
import { typed } from '../profiles/typed.ts';
import type { TemporaryKeys } from './sts.ts';
import { isNetworkTrouble, unreachable } from './unreachable.ts';

/**
 * Keys from the SDK's own providers. The SDK is given the one profile as we read it, under a name
 * that it knows: its reader passes over names with spaces. Throws UserError.
 */
export async function sdkKeys(profile: SdkProfile): Promise<AwsKeys | TemporaryKeys> {
  const [configFilepath, filepath] = [`awskit:${profile.name}`, 'awskit:none'];
  externalDataInterceptor.interceptFile(configFilepath, profile.config);
  externalDataInterceptor.interceptFile(filepath, '');
  const region = profile.place.region ?? 'us-east-1';
  const provider = fromIni({
    profile: 'default',
    configFilepath,
    filepath,
    ignoreCache: true,
    clientConfig: { region },
  });
  try {
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = await provider();
    const keys = { accessKeyId, secretAccessKey };
    if (!sessionToken) return keys;
    if (!expiration) return { ...keys, sessionToken };
    const expires = Math.floor(expiration.getTime() / 1000);
    return { ...keys, sessionToken, expiration: expiration.toISOString(), expires };
  } catch (error) {
    throw explained(profile, region, error as Error);
  }
}

function explained({ name, means }: SdkProfile, region: string, error: Error): UserError {
  const connection = {
    profile: name,
    region,
    credentials: { accessKeyId: '', secretAccessKey: '' },
  };
  if (isNetworkTrouble(error)) return unreachable(connection, means, error);
  return new UserError(
    `${means} gave no credentials for profile "${name}"`,
    `The AWS SDK says: ${error.message.trim()}`,
    signIn[means]?.(name) ??
      `Look what the AWS CLI says of it: aws sts get-caller-identity --profile ${typed(name)}`,
    exitCodes.refused,
  );
}

const signIn: Record<string, (profile: string) => string> = {
  SSO: (profile) => `aws sso login --profile ${typed(profile)}`,
  'aws login': (profile) => `aws login --profile ${typed(profile)}`,
};
