import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { Refusal } from './refusal.ts';

/** A request as it came over the wire. */
export interface WireRequest {
  method: string;
  /** Path and query string, undecoded. */
  target: string;
  /** Lower-case names; a header sent twice has two values. */
  headers: Readonly<Record<string, readonly string[] | undefined>>;
  body: Buffer;
}

/** What an Authorization header and X-Amz-Date say. */
export interface Claim {
  accessKeyId: string;
  /** The scope's date, `20150830`. */
  date: string;
  region: string;
  service: string;
  signedHeaders: readonly string[];
  signature: string;
  /** X-Amz-Date, `20150830T123600Z`. */
  timestamp: string;
}

const algorithm = 'AWS4-HMAC-SHA256';

/**
 * Reads the signature claim of a request signed in its headers
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html).
 * @throws Refusal MissingAuthenticationToken, IncompleteSignature
 */
export function readClaim(request: WireRequest): Claim {
  const authorization = request.headers['authorization']?.[0];
  if (authorization === undefined) {
    throw new Refusal(403, 'MissingAuthenticationToken', 'Request is missing Authentication Token');
  }
  if (!authorization.startsWith(`${algorithm} `)) {
    throw incomplete(
      `Unsupported or missing algorithm. Authorization=${algorithmOf(authorization)}`,
    );
  }
  const parts = authorizationParts(authorization.slice(algorithm.length));
  const timestamp = request.headers['x-amz-date']?.[0];
  const [Credential, SignedHeaders, Signature] = ['Credential', 'SignedHeaders', 'Signature'].map(
    (name) => parts.get(name),
  );
  if (!Credential || !SignedHeaders || !Signature || !timestamp) {
    throw incomplete(missingParts({ Credential, Signature, SignedHeaders }, timestamp));
  }
  const signedHeaders = SignedHeaders.split(';');
  demandHostSigned(signedHeaders);
  return { ...readCredential(Credential), signedHeaders, signature: Signature, timestamp };
}

/**
 * Whether the claim's signature is the one that this secret makes for this request
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
 */
export function isSignedWith(request: WireRequest, claim: Claim, secret: string): boolean {
  const expected = Buffer.from(signatureOf(request, claim, secret));
  const given = Buffer.from(claim.signature);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

function signatureOf(request: WireRequest, claim: Claim, secret: string): string {
  const { date, region, service, timestamp } = claim;
  const toSign = [
    algorithm,
    timestamp,
    `${date}/${region}/${service}/aws4_request`,
    sha256(canonicalRequest(request, claim.signedHeaders)),
  ].join('\n');
  const key = [date, region, service, 'aws4_request'].reduce<string | Buffer>(
    hmac,
    `AWS4${secret}`,
  );
  return hmac(key, toSign).toString('hex');
}

function canonicalRequest(request: WireRequest, signedHeaders: readonly string[]): string {
  const [path = '/', query = ''] = splitOnce(request.target, '?');
  const headers = signedHeaders.map((name) => `${name}:${canonicalHeader(request, name)}\n`);
  return [
    request.method,
    path.split('/').map(encoded).join('/'),
    canonicalQuery(query),
    headers.join(''),
    signedHeaders.join(';'),
    sha256(request.body),
  ].join('\n');
}

function canonicalHeader(request: WireRequest, name: string): string {
  const values = request.headers[name] ?? [];
  return values.map((value) => value.trim().replace(/ +/g, ' ')).join(',');
}

function canonicalQuery(query: string): string {
  return [...new URLSearchParams(query)]
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join('&');
}

/** RFC 3986: everything but the unreserved characters is encoded, which encodeURIComponent nearly does. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function readCredential(credential: string) {
  const [accessKeyId, date, region, service, end, ...more] = credential.split('/');
  if (!accessKeyId || !date || !region || !service || end !== 'aws4_request' || more.length > 0) {
    throw incomplete(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
    );
  }
  return { accessKeyId, date, region, service };
}

function authorizationParts(text: string): Map<string, string> {
  return new Map(
    text.split(',').map((part) => {
      const [name = '', value = ''] = splitOnce(part.trim(), '=');
      return [name, value];
    }),
  );
}

function missingParts(parts: Record<string, string | undefined>, timestamp: string | undefined) {
  const lacking = Object.entries(parts)
    .filter(([, value]) => !value)
    .map(([name]) => `Authorization header requires '${name}' parameter.`);
  if (!timestamp) {
    lacking.push(
      "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
    );
  }
  return lacking.join(' ');
}

function demandHostSigned(signedHeaders: readonly string[]): void {
  if (signedHeaders.includes('host')) return;
  throw new Refusal(
    403,
    'SignatureDoesNotMatch',
    "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
  );
}

function algorithmOf(authorization: string): string {
  return authorization.split(' ', 1)[0] ?? '';
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function incomplete(message: string): Refusal {
  return new Refusal(403, 'IncompleteSignature', message);
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}
