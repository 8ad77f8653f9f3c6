import { secretAccessKey, uniqueId } from './identifiers.ts';
import type { User } from './user.ts';

/** A user's long-term access key. Times are milliseconds since the epoch. */
export class AccessKey {
  readonly accessKeyId = uniqueId('AKIA');
  readonly secretAccessKey = secretAccessKey();
  status: 'Active' | 'Inactive' = 'Active';
  lastUsed: { date: number; service: string; region: string } | undefined;

  constructor(
    readonly user: User,
    readonly createDate: number,
  ) {}
}
