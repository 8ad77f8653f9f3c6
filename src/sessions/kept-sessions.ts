import { join } from 'node:path';
import type { Caller, TemporaryKeys } from '../aws/sts.ts';
import { exitCodes, UserError } from '../errors.ts';
import { checkWritable, editFile } from '../profiles/edit-file.ts';
import { withLock } from '../profiles/lock.ts';
import { loadProfiles, type Profiles } from '../profiles/profiles.ts';
import { expiryOf, type UserProfile } from '../profiles/resolve.ts';
import { type AwsFile, canBeWritten, headingOf, sectionsOf } from '../profiles/section-names.ts';
import { hasLongTermKeys, isAnotherKind, ownerByName } from '../profiles/session-profiles.ts';
import { shownPath } from '../profiles/shown-path.ts';
import { epochSeconds } from './expiry.ts';
import { ReadyFiles } from './ready-files.ts';
import { canHoldState, fileNameOf, readState, sessionsFolder, writeState } from './state-folder.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What we know of a kept session beside what stands in the AWS files. Holds no secret. */
export interface SessionRecord {
  profile: string;
  /** The long-term key that the session was got with: another key, another session. */
  baseAccessKeyId: string;
  accessKeyId: string;
  serial?: string;
  caller?: Caller;
  /** Epoch seconds by this machine's clock. */
  expires: number;
}

/** The kept MFA session of one profile: `[<profile>-mfasession]`, and our record of it. */
export class KeptSession {
  readonly name: string;
  private readonly file: string;
  private readonly ready: ReadyFiles;

  constructor(
    private profiles: Profiles,
    private readonly base: UserProfile,
    env: Environment,
  ) {
    this.name = base.sessionProfile;
    const folder = sessionsFolder(env, profiles.files);
    this.file = join(folder, `${fileNameOf(this.name)}.session.json`);
    this.ready = new ReadyFiles(folder, profiles.files);
  }

  /** The record of the last session got with the profile's present key, live or not. */
  async record(): Promise<SessionRecord | undefined> {
    const record = await readState<SessionRecord>(this.file);
    return record?.baseAccessKeyId === this.base.keys.accessKeyId ? record : undefined;
  }

  /** The session, where it has more than `minRemaining` seconds left. */
  async live(minRemaining: number, now = Date.now() / 1000): Promise<TemporaryKeys | undefined> {
    const section = this.isAnothers ? undefined : this.profiles.find(this.name);
    const expiration = section && expiryOf(section);
    const accessKeyId = section?.settings.get('aws_access_key_id');
    const secretAccessKey = section?.settings.get('aws_secret_access_key');
    const sessionToken = section?.settings.get('aws_session_token');
    if (!expiration || !accessKeyId || !secretAccessKey || !sessionToken) return undefined;
    const record = await readState<SessionRecord>(this.file);
    const ours = record?.accessKeyId === accessKeyId ? record : undefined;
    if (ours && ours.baseAccessKeyId !== this.base.keys.accessKeyId) return undefined;
    const expires = ours?.expires ?? epochSeconds(expiration);
    if (!(expires - now > minRemaining)) return undefined;
    return { accessKeyId, secretAccessKey, sessionToken, expiration, expires };
  }

  /**
   * Does `work` while no other process gets this session. Where another did meanwhile, the files
   * are read anew before: `live` then gives its session.
   */
  async exclusively<T>(
    work: (waited: boolean) => Promise<T>,
    onWait: (pid: number) => void,
  ): Promise<T> {
    const reread = async (waited: boolean) => {
      if (waited) this.profiles = await loadProfiles(this.profiles.files);
      return await work(waited);
    };
    const patience = { ...forPeople, onWait };
    return (await canHoldState(this.file))
      ? await withLock(this.file, reread, patience)
      : await work(false);
  }

  /** Throws the UserError that keeping would end in, so that no code is spent for nothing. */
  async checkKeepable(): Promise<void> {
    const why = this.takenBy();
    if (why) {
      throw new UserError(
        `A session of "${this.base.base}" can't be kept as profile "${this.name}"`,
        why,
        'Choose another name: --session-profile NAME',
        exitCodes.usage,
      );
    }
    await checkWritable(this.profiles.files.credentials);
    await checkWritable(this.profiles.files.config);
  }

  /** Why this name is not for this session; undefined where it is. */
  private takenBy(): string | undefined {
    const section = this.profiles.find(this.name);
    if (!canBeWritten(this.name)) return 'No AWS tool could read that name.';
    if (hasLongTermKeys(section?.settings)) return 'It holds long-term keys.';
    if (isAnotherKind(section?.settings)) return 'It is a profile of its own.';
    return this.isAnothers ? 'It is the place of the session of another profile.' : undefined;
  }

  private get isAnothers(): boolean {
    const owner = ownerByName(this.name, this.profiles);
    return owner !== undefined && owner !== this.base.base;
  }

  /** Writes the session into the AWS files, and what we know of it into our state folder. */
  async keep(keys: TemporaryKeys, known: Pick<SessionRecord, 'serial' | 'caller'>): Promise<void> {
    const section = {
      aws_access_key_id: keys.accessKeyId,
      aws_secret_access_key: keys.secretAccessKey,
      aws_session_token: keys.sessionToken,
      aws_session_expiry: keys.expiration,
    };
    const record: SessionRecord = {
      profile: this.base.base,
      baseAccessKeyId: this.base.keys.accessKeyId,
      accessKeyId: keys.accessKeyId,
      expires: keys.expires,
      ...known,
    };
    await this.ready.keepGood(() =>
      Promise.all([
        this.write('credentials', section),
        this.write('config', this.base.place.shared),
        writeState(this.file, record),
      ]),
    );
  }

  /** Where a person finds it. */
  get place(): string {
    return `[${this.name}] in ${shownPath(this.profiles.files.credentials)}`;
  }

  private async write(file: AwsFile, values: Record<string, string>): Promise<void> {
    if (Object.keys(values).length === 0) return;
    const ours = sectionsOf(file, this.name);
    await editFile(this.profiles.files[file], (document) => {
      document.mergeDuplicates(ours);
      for (const key of keysOfOlderTools) document.deleteKey(ours, key);
      document.set(ours, headingOf(file, this.name), values);
    });
  }
}

/** Somebody is reading a code off a phone; after ten minutes they have most likely left. */
const forPeople = { longestHoldMs: 600_000, waitMs: Number.POSITIVE_INFINITY };

/** Left by older tools in a session's section; beside a new session they would be wrong. */
const keysOfOlderTools = [
  'aws_security_token',
  'aws_session_init_time',
  'aws_session_token_expiration',
];
