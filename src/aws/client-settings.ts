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
export function clientSettings({ profile: _, ...reach }: Connection) {
  isolateSdk();
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

interface Stack {
  add(middleware: unknown, options: { step: 'deserialize'; name: string }): void;
}

/** Watches the Date of each answer of a client (RFC 9110, 6.6.1; whole seconds). */
export function watchClock(client: { middlewareStack: unknown }): ServerClock {
  const clock: ServerClock = { aheadSeconds: 0 };
  const watch = (next: (args: unknown) => Promise<Answer>) => async (args: unknown) => {
    const answer = await next(args);
    const date = Date.parse(answer.response?.headers?.['date'] ?? '');
    if (!Number.isNaN(date)) clock.aheadSeconds = (date - Date.now()) / 1000;
    return answer;
  };
  (client.middlewareStack as Stack).add(watch, { step: 'deserialize', name: 'watchClock' });
  return clock;
}

interface Answer {
  response?: { headers?: Record<string, string> };
}
