import type { Connection } from './connection.ts';

/** Seconds from this machine's clock to the server's, as its last answer told. */
export interface ServerClock {
  aheadSeconds: number;
}

/** An answer takes milliseconds; a person should not wait for the SDK's default, for ever. */
const requestHandler = {
  connectionTimeout: 5_000,
  requestTimeout: 15_000,
  throwOnRequestTimeout: true,
};

/** What every client is made with: two tries, and nothing of other profiles. */
export function clientSettings({ region, endpoint, credentials, fips, dualstack }: Connection) {
  isolateSdk();
  const variants = { useFipsEndpoint: fips ?? false, useDualstackEndpoint: dualstack ?? false };
  const reach = { region, credentials, ...variants, ...(endpoint && { endpoint }) };
  return { ...reach, requestHandler, maxAttempts: 2, retryMode: 'standard' } as const;
}

/**
 * The SDK would complete our settings with those of AWS_PROFILE or [default] (fips, endpoints),
 * and say that its time on this Node is running out.
 */
function isolateSdk(): void {
  delete process.env['AWS_PROFILE'];
  process.env['AWS_CONFIG_FILE'] = '/dev/null';
  process.env['AWS_SHARED_CREDENTIALS_FILE'] = '/dev/null';
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
}

interface Context {
  clientName?: string;
  commandName?: string;
}

interface Answer {
  response?: { headers?: Record<string, string>; statusCode?: number };
}

type Call = (args: unknown) => Promise<Answer>;

interface Stack {
  add(
    middleware: (next: Call, context: Context) => Call,
    options: { step: 'deserialize'; name: string },
  ): void;
}

/**
 * Watches the answers of a client: the Date of each (RFC 9110, 6.6.1; whole seconds) sets the
 * clock that is given back, and each call is told to the connection's trace.
 */
export function watchAnswers(
  client: { middlewareStack: unknown },
  { trace }: Connection,
): ServerClock {
  const clock: ServerClock = { aheadSeconds: 0 };
  const watch = (next: Call, context: Context) => async (args: unknown) => {
    const start = Date.now();
    const answer = await next(args);
    const { headers, statusCode } = answer.response ?? {};
    const date = Date.parse(headers?.['date'] ?? '');
    if (!Number.isNaN(date)) clock.aheadSeconds = (date - Date.now()) / 1000;
    trace?.(`${context.commandName}: HTTP ${statusCode} after ${Date.now() - start} ms`);
    return answer;
  };
  (client.middlewareStack as Stack).add(watch, { step: 'deserialize', name: 'watchAnswers' });
  return clock;
}
