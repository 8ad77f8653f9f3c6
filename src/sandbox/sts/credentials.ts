import type { Session } from '../session.ts';

/** The Credentials structure of an answer. */
export function credentials(session: Session) {
  return {
    AccessKeyId: session.accessKeyId,
    SecretAccessKey: session.secretAccessKey,
    SessionToken: session.token,
    Expiration: new Date(session.expiresAt),
  };
}
