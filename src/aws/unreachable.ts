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
    codes: [
      'ETIMEDOUT',
      'TimeoutError',
      'AbortError',
      'EHOSTUNREACH',
      'ENETUNREACH',
      'ESOCKETTIMEDOUT',
    ],
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

/** Whether no answer came at all. */
export function isNetworkTrouble(error: NetworkError): boolean {
  return troubleOf(error) !== undefined;
}

/** Whether an answer came that the SDK found no error code of AWS in: a proxy's page, say. */
export function isForeignAnswer(error: NetworkError): boolean {
  const answered = error.$metadata?.httpStatusCode !== undefined;
  return answered && (error.name === 'Error' || error.name === 'Unknown');
}

/** Status 5, with the host that was asked. */
export function unreachable(
  connection: Connection,
  action: string,
  error: NetworkError,
): UserError {
  const trouble = troubleOf(error);
  const means = trouble?.means ?? 'no answer came';
  return new UserError(
    'AWS could not be reached',
    `${action} was sent to ${hostOf(connection)}, but ${means} (${codeOf(error)}).`,
    trouble?.next ?? 'Check the network connection, VPN and proxy.',
    exitCodes.unreachable,
  );
}

/** Status 5: somebody else answered in the place of AWS. `status` is HTTP's. */
export function foreignAnswer(connection: Connection, action: string, status?: number): UserError {
  const http = status === undefined ? '' : ` (HTTP ${status})`;
  return new UserError(
    'AWS could not be reached',
    `${hostOf(connection)} answered ${action} with something that is no answer of AWS${http}.`,
    'Check for a proxy or a sign-in page between this machine and AWS, and the endpoint for slips.',
    exitCodes.unreachable,
  );
}

function hostOf({ endpoint, region }: Connection): string {
  return endpoint ?? `AWS (${region})`;
}

function troubleOf(error: NetworkError) {
  return troubles.find(({ codes }) => codes.includes(codeOf(error)));
}

/** Node wraps the failures of several addresses of one host in an AggregateError. */
function codeOf(error: NetworkError): string {
  const first = error instanceof AggregateError ? (error.errors[0] as NetworkError) : error;
  return typeof first.code === 'string' ? first.code : first.name;
}
