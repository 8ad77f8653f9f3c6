import type { Obtained } from '../sessions/obtain.ts';

/**
 * What every AWS SDK reads from a credential_process, in one line.
 * (https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html)
 */
export function processJson({ keys }: Pick<Obtained, 'keys'>): string {
  const answer = {
    Version: 1,
    AccessKeyId: keys.accessKeyId,
    SecretAccessKey: keys.secretAccessKey,
    SessionToken: keys.sessionToken,
    Expiration: 'expires' in keys ? keys.expiration : undefined,
  };
  return `${JSON.stringify(answer)}\n`;
}
