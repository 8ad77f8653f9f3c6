import { exitCodes, UserError } from '../errors.ts';
import type { Connection } from './connection.ts';

type NetworkError = Error & { code?: string; $metadata?: { httpStatusCode?: number } };

/** Each kind of network trouble: Node's error codes, what they mean, what helps. */
const troubles = [
  {
    codes: ['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL'],
    means: 'its name is not found (DNS)',
    next: 'Check the network connection, and the region of the profile for a slip of the pen.',
  },
  {
    codes: ['ECONNREFUSED'],
    means: 'nothing listens there',
    next: 'Check the endpoint (endpoint_url, AWS_ENDPOINT_URL), and whether that service is running.',
  },
  {
    codes: ['ETIMEDOUT', 'TimeoutError', 'EHOSTUNREACH', 'ENETUNREACH', 'ESOCKETTIMEDOUT'],
    means: 'no answer came',
    next: 'Check the network connection, VPN and proxy.',
  },
  {
    codes: ['ECONNRESET', 'EPIPE', 'ECONNABORTED'],
    means: 'the connection was cut',
    next: 'Try again; if it stays so, check VPN and proxy.',
  },
  {
    codes: [
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'SELF_SIGNED_CERT_IN_CHAIN',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'CERT_HAS_EXPIRED',
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ],
    means: 'its TLS certificate is not trusted',
    next: 'A company proxy may have put its own there: NODE_EXTRA_CA_CERTS=/path/to/its-ca.pem',
  },
];

/** Whether AWS gave no answer at all, or one that is not AWS's (a proxy's page, say). */
export function isNetworkTrouble(error: NetworkError): boolean {
  return troubleOf(error) !== undefined || isForeignAnswer(error);
}

/** Status 5, with the host that was asked. */
export function unreachable(
  connection: Connection,
  action: string,
  error: NetworkError,
): UserError {
  const host = connection.endpoint ?? `AWS (${connection.region})`;
  const trouble = troubleOf(error);
  const why = trouble
    ? `${action} was sent to ${host}, but ${trouble.means} (${codeOf(error)}).`
    : `${host} answered ${action} with something that is no answer of AWS.`;
  const next = trouble?.next ?? 'Check for a proxy or sign-in page between this machine and AWS.';
  return new UserError('AWS could not be reached', why, next, exitCodes.unreachable);
}

function troubleOf(error: NetworkError) {
  return troubles.find(({ codes }) => codes.includes(codeOf(error)));
}

/** Node wraps the failures of several addresses of one host in an AggregateError. */
function codeOf(error: NetworkError): string {
  const first = error instanceof AggregateError ? (error.errors[0] as NetworkError) : error;
  return first.code ?? first.name;
}

/** The SDK could not parse the body, or found no error code in it. */
function isForeignAnswer(error: NetworkError): boolean {
  const unparsed = error instanceof SyntaxError || /deserializ|parse/i.test(error.message);
  return unparsed || error.name === 'Error' || error.name === 'Unknown';
}
