import { join } from 'node:path';
import type { TemporaryKeys } from '../aws/sts.ts';
import type { AwsFiles } from '../profiles/aws-files.ts';
import type { ResolvedProfile, RoleProfile } from '../profiles/resolve.ts';
import { fileNameOf, readState, sessionsFolder, writeState } from './state-folder.ts';

interface RoleRecord {
  /** The chain that led here: another key, role or external ID, another session. */
  chain: unknown;
  keys: TemporaryKeys;
  /** As whom. */
  arn: string;
}

/** The kept session of one role profile. It stands in our state folder alone, 0600. */
export class KeptRole {
  private readonly file: string;
  private readonly chain: unknown;

  constructor(
    role: RoleProfile,
    files: AwsFiles,
    env: Readonly<Record<string, string | undefined>>,
  ) {
    this.file = join(sessionsFolder(env, files), `${fileNameOf(role.name)}.role.json`);
    this.chain = chainOf(role);
  }

  /** The session, where it has more than `minRemaining` seconds left. */
  async live(minRemaining: number, now = Date.now() / 1000): Promise<RoleRecord | undefined> {
    const record = await readState<RoleRecord>(this.file);
    const isOurs = JSON.stringify(record?.chain) === JSON.stringify(this.chain);
    return record && isOurs && record.keys.expires - now > minRemaining ? record : undefined;
  }

  async keep(keys: TemporaryKeys, arn: string): Promise<void> {
    await writeState(this.file, { chain: this.chain, keys, arn });
  }
}

/** All that decides whose credentials these are; no secret. */
function chainOf(profile: ResolvedProfile): unknown {
  switch (profile.kind) {
    case 'role':
      return [profile.roleArn, profile.externalId, profile.sessionName, chainOf(profile.source)];
    case 'sdk':
      return profile.config;
    default:
      return profile.keys.accessKeyId;
  }
}
