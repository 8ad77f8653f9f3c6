import { Refusal } from '../aws/refusals.ts';
import type { Caller, SessionTokenRequest, Sts, TemporaryKeys } from '../aws/sts.ts';
import { exitCodes, UserError } from '../errors.ts';
import type { AwsKeys, ResolvedProfile } from '../profiles/resolve.ts';
import type { KeptSession } from './kept-sessions.ts';
import type { UsedCodesMemory } from './used-codes.ts';

const builtInDuration = 43_200;
const tries = 3;

/** What the person asked for, flags and settings already weighed. Lengths in seconds. */
export interface Wanted {
  durationSeconds?: number | undefined;
  serial?: string | undefined;
  /** Six digits. */
  code?: string | undefined;
  minRemaining: number;
  force: boolean;
  persist: boolean;
  mfa: boolean;
}

/** What the session needs from outside: AWS, the person, our memory. */
export interface Sources {
  sts(): Promise<Sts>;
  /** The user's device, where AWS must be asked for it. */
  findSerial(caller: Caller): Promise<string | undefined>;
  /** Throws where nobody could be asked for a code: told before AWS is called in vain. */
  checkAskable(): Promise<void>;
  /** Asks for a code; `problem` says what was wrong with the one before. */
  askCode(question: { serial: string; problem?: string }): Promise<string>;
  kept: KeptSession;
  usedCodes: UsedCodesMemory;
}

export interface Obtained {
  keys: AwsKeys | TemporaryKeys;
  how: 'long-term keys' | 'its own session' | 'kept session' | 'new session';
  caller?: Caller;
  serial?: string | undefined;
  /** What the person should know of a decision that was made for them. */
  note?: string;
}

/**
 * Credentials of a profile with long-term keys: the kept session, else a new one for a code,
 * else, where the user has no MFA device, the keys themselves. Throws UserError; nothing is
 * written before AWS has given a session.
 */
export async function obtain(
  profile: ResolvedProfile,
  wanted: Wanted,
  sources: Sources,
): Promise<Obtained> {
  if (profile.keys.sessionToken) return { keys: ownSession(profile), how: 'its own session' };
  if (!wanted.mfa) return { keys: profile.keys, how: 'long-term keys' };
  const kept = wanted.force ? undefined : await sources.kept.live(wanted.minRemaining);
  const record = await sources.kept.record();
  if (kept) return { keys: kept, how: 'kept session', ...callerOf(record) };
  if (wanted.persist) await sources.kept.checkKeepable();
  const known = wanted.serial ?? profile.mfaSerial ?? record?.serial;
  if (known && !wanted.code) await sources.checkAskable();

  const sts = await sources.sts();
  const caller = sts.getCallerIdentity();
  // Awaited later; a refusal must not end the program before then.
  caller.catch(() => undefined);
  const found = known ? { serial: known } : await serialFound(await caller, sources);
  const { serial } = found;
  if (!serial) {
    return { keys: profile.keys, how: 'long-term keys', caller: await caller, ...found };
  }

  const durationSeconds = wanted.durationSeconds ?? profile.durationSeconds ?? builtInDuration;
  const request = { durationSeconds, serial, caller };
  const keys = wanted.code
    ? await withGivenCode(sts, request, wanted.code, sources)
    : await withAskedCode(sts, request, sources);
  const facts = { serial, caller: await caller };
  if (wanted.persist) await sources.kept.keep(keys, facts);
  return { keys, how: 'new session', ...facts };
}

/**
 * The user's device. A user who may not even list them is most often a service's, without one: go
 * on, and say so. Where a policy denies it for want of MFA there is one, and the refusal stands.
 */
async function serialFound(
  caller: Caller,
  { findSerial }: Sources,
): Promise<{ serial?: string | undefined; note?: string }> {
  try {
    return { serial: await findSerial(caller) };
  } catch (error) {
    if (!(error instanceof Refusal) || error.reason !== 'no-permission') throw error;
    const note = 'AWS does not let this user list MFA devices. If there is one: --serial ARN';
    return { note };
  }
}

/** The keys of a profile that holds a session itself, as `[<p>-mfasession]` does. */
function ownSession({ name, keys, expiry }: ResolvedProfile): AwsKeys | TemporaryKeys {
  const { sessionToken = '' } = keys;
  if (!expiry || Number.isNaN(Date.parse(expiry))) return keys;
  const expires = Math.floor(Date.parse(expiry) / 1000);
  if (expires > Date.now() / 1000) return { ...keys, sessionToken, expiration: expiry, expires };
  const base = /^(.+)-mfasession$/.exec(name)?.[1];
  throw new UserError(
    `The session in profile "${name}" is over`,
    `It ended at ${expiry}.`,
    base ? `aws_env ${base}` : 'Switch to the profile that it was made from.',
    exitCodes.refused,
  );
}

interface Request {
  durationSeconds: number;
  serial: string;
  caller: Promise<Caller>;
}

async function withGivenCode(
  sts: Sts,
  request: Request,
  code: string,
  sources: Sources,
): Promise<TemporaryKeys> {
  const wait = await sources.usedCodes.secondsToWait(request.serial, code);
  if (wait > 0) {
    throw new UserError(
      'That code has been used before',
      'AWS takes each code only once.',
      `Take the next one, which the device shows in ${wait} s.`,
      exitCodes.refused,
    );
  }
  return await spend(sts, request, code, sources);
}

async function withAskedCode(sts: Sts, request: Request, sources: Sources): Promise<TemporaryKeys> {
  // Known before the person reads a code off the device: wrong keys need no code.
  await request.caller;
  let problem: string | undefined;
  for (let refused = 0; ; ) {
    const asked = { serial: request.serial, ...(problem ? { problem } : {}) };
    const code = await sources.askCode(asked);
    const wait = await sources.usedCodes.secondsToWait(request.serial, code);
    if (wait > 0) {
      problem = `That code has been used; the next one comes in ${wait} s.`;
      continue;
    }
    try {
      return await spend(sts, request, code, sources);
    } catch (error) {
      refused += 1;
      if (!(error instanceof Refusal) || error.reason !== 'wrong-code' || refused === tries) {
        throw error;
      }
      problem = `AWS did not accept that code; ${left(tries - refused)}.`;
    }
  }
}

async function spend(
  sts: Sts,
  { durationSeconds, serial }: Request,
  code: string,
  { usedCodes }: Sources,
): Promise<TemporaryKeys> {
  const request: SessionTokenRequest = { durationSeconds, mfa: { serial, code } };
  const keys = await sts.getSessionToken(request);
  await usedCodes.remember(serial, code);
  return keys;
}

function left(count: number): string {
  return count === 1 ? 'one try left' : `${count} tries left`;
}

function callerOf(record: { caller?: Caller } | undefined) {
  return record?.caller ? { caller: record.caller } : {};
}
