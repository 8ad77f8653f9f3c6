import type { Connection } from './connection.ts';

/** Seconds from this machine's clock to the server's, as its last answer told. */
export interface ServerClock {
  aheadSeconds: number;
}

/** What every client is made with: two tries, and no look at the environment or the AWS files. */
export function clientSettings({ profile: _, ...reach }: Connection) {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  return { ...reach, maxAttempts: 2, retryMode: 'standard', defaultsMode: 'standard' } as const;
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
