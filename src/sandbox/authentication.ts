import { type Caller, callerOfSession, callerOfUser } from './caller.ts';
import { globalRegion, partitionOf } from './partitions.ts';
import { Refusal } from './refusal.ts';
import { type Claim, isSignedWith, readClaim, type WireRequest } from './signature.ts';
import type { World } from './world.ts';

/** The farthest that a signature's time may be from now, either way. */
const allowedSkewMinutes = 15;

export type ServiceName = 'sts' | 'iam';

export interface Authenticated {
  caller: Caller;
  service: ServiceName;
}

/**
 * Finds who signed a request, as the query services of AWS check it: scope, key, session token,
 * expiry, age of the signature, signature.
 * @throws Refusal MissingAuthenticationToken, IncompleteSignature, SignatureDoesNotMatch,
 *   InvalidClientTokenId, ExpiredToken
 */
export function authenticate(world: World, request: WireRequest): Authenticated {
  const claim = readClaim(request);
  const service = serviceOf(claim, world.strictIamRegion);
  const token = request.headers['x-amz-security-token']?.[0];
  const { caller, secret, key } = findCredentials(world, claim, service, token);
  const now = world.clock.now();
  demandFresh(claim, now);
  if (!isSignedWith(request, claim, secret)) throw mismatch(wrongSignature);
  if (key) key.lastUsed = { date: now, service, region: claim.region };
  demandMfaForIam(caller, service);
  return { caller, service };
}

const wrongSignature =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

function serviceOf({ service, region }: Claim, strictIamRegion: boolean): ServiceName {
  if (service !== 'sts' && service !== 'iam') {
    throw mismatch("Credential should be scoped to correct service: 'sts'. ");
  }
  const iamRegion = globalRegion(partitionOf(region));
  if (service === 'iam' && strictIamRegion && region !== iamRegion) {
    throw mismatch(`Credential should be scoped to a valid region, not '${region}'. `);
  }
  return service;
}

function findCredentials(world: World, claim: Claim, service: ServiceName, token?: string) {
  const key = world.accessKey(claim.accessKeyId);
  const session = world.sessions.get(claim.accessKeyId);
  const caller = key ? callerOfUser(key.user) : session && callerOfSession(session);
  const secret = (key ?? session)?.secretAccessKey;
  const known =
    caller !== undefined &&
    caller.account.partition === partitionOf(claim.region) &&
    key?.status !== 'Inactive' &&
    session?.token === token;
  if (!known || secret === undefined) throw unknownToken(service);
  if (session && session.expiresAt <= world.clock.now()) {
    const message = 'The security token included in the request is expired';
    throw new Refusal(403, 'ExpiredToken', message);
  }
  return { caller, secret, key };
}

/** Both refusals name the limit and how it came about, as AWS words it. */
function demandFresh({ timestamp, date }: Claim, now: number): void {
  const signed = timeOf(timestamp);
  if (!timestamp.startsWith(date)) {
    throw mismatch(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${date}' != '${timestamp.slice(0, 8)}', from '${timestamp}'.`,
    );
  }
  const skew = allowedSkewMinutes * 60_000;
  const [oldest, newest] = [now - skew, now + skew];
  if (signed < Math.floor(oldest / 1000) * 1000) {
    throw mismatch(
      `Signature expired: ${timestamp} is now earlier than ${basicIso(oldest)} (${basicIso(now)} - ${allowedSkewMinutes} min.)`,
    );
  }
  if (signed > newest) {
    throw mismatch(
      `Signature not yet current: ${timestamp} is still later than ${basicIso(newest)} (${basicIso(now)} + ${allowedSkewMinutes} min.)`,
    );
  }
}

/**
 * GetSessionToken credentials without MFA cannot call IAM: AWS then does not know their token
 * (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html).
 */
function demandMfaForIam({ user, session }: Caller, service: ServiceName): void {
  if (service === 'iam' && user && session && !session.withMfa) throw unknownToken(service);
}

function unknownToken(service: ServiceName): Refusal {
  // IAM says the same sentence without its full stop.
  const stop = service === 'sts' ? '.' : '';
  const message = `The security token included in the request is invalid${stop}`;
  return new Refusal(403, 'InvalidClientTokenId', message);
}

function mismatch(message: string): Refusal {
  return new Refusal(403, 'SignatureDoesNotMatch', message);
}

function timeOf(timestamp: string): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(timestamp) ?? [];
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(time)) {
    throw new Refusal(
      403,
      'IncompleteSignature',
      `Date must be in ISO-8601 'basic format'. Got '${timestamp}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    );
  }
  return time;
}

function basicIso(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}
