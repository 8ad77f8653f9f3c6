import { Refusal } from '../aws/refusals.ts';
import type { Caller, Sts, TemporaryKeys } from '../aws/sts.ts';
import { exitCodes, UserError } from '../errors.ts';
import type { UserProfile } from '../profiles/resolve.ts';
import type { KeptSession } from './kept-sessions.ts';
import type { Obtained, Sources, Wanted } from './obtain.ts';

const builtInDuration = 43_200;
const tries = 3;

/**
 * Credentials of a user: the kept session, else a new one for a code, else, where the user has
 * no MFA device, the long-term keys themselves.
 */
export async function mfaSession(
  user: UserProfile,
  wanted: Wanted,
  sources: Sources,
): Promise<Obtained> {
  if (!wanted.mfa) return { keys: user.keys, how: 'long-term keys', notes: [] };
  const kept = sources.keptSession(user);
  const live = await keptAlready(kept, wanted);
  if (live) return live;
  if (!wanted.persist) return await newSession(user, wanted, sources, kept);
  await kept.checkKeepable();
  // Of several terminals that need the same code one asks; the others take its session.
  const alone = async (waited: boolean) =>
    (waited ? await keptAlready(kept, wanted) : undefined) ??
    (await newSession(user, wanted, sources, kept));
  return await kept.exclusively(alone, sources.sayWaiting);
}

async function keptAlready(kept: KeptSession, wanted: Wanted): Promise<Obtained | undefined> {
  const keys = wanted.force ? undefined : await kept.live(wanted.minRemaining);
  if (!keys) return undefined;
  return { keys, how: 'kept session', arn: (await kept.record())?.caller?.arn, notes: [] };
}

async function newSession(
  user: UserProfile,
  wanted: Wanted,
  sources: Sources,
  kept: KeptSession,
): Promise<Obtained> {
  const known = wanted.serial ?? user.mfaSerial ?? (await kept.record())?.serial;
  if (known && !wanted.code) await sources.checkAskable(user.base);
  const sts = await sources.sts(user.place, user.keys);
  const caller = sts.getCallerIdentity();
  // Awaited later; a refusal must not end the program before then.
  caller.catch(() => undefined);
  const { serial, notes } = known
    ? { serial: known, notes: [] }
    : await serialFound(user, await caller, sources);
  if (!serial) {
    return { keys: user.keys, how: 'long-term keys', arn: (await caller).arn, notes };
  }
  const durationSeconds = wanted.durationSeconds ?? user.durationSeconds ?? builtInDuration;
  const request = { profile: user.base, durationSeconds, serial, caller };
  const keys = wanted.code
    ? await withGivenCode(sts, request, wanted.code, sources)
    : await withAskedCode(sts, request, sources);
  const { arn } = await caller;
  if (!wanted.persist) return { keys, how: 'new session', arn, notes };
  const obtained = { keys, how: 'new session', arn };
  try {
    await kept.keep(keys, { serial, caller: await caller });
    return { ...obtained, place: kept.place, notes };
  } catch (error) {
    // The code is spent: the session in hand is worth more than the place that it can't be kept in.
    if (!(error instanceof UserError)) throw error;
    return { ...obtained, notes: [...notes, `Not kept: ${error.what}. ${error.why}`] };
  }
}

/**
 * The user's device. A user who may not even list them is most often a service's, without one: go
 * on, and say so. Where a policy denies it for want of MFA there is one, and the refusal stands.
 */
async function serialFound(
  user: UserProfile,
  caller: Caller,
  { findSerial }: Sources,
): Promise<{ serial?: string | undefined; notes: string[] }> {
  try {
    return { serial: await findSerial(user, caller), notes: [] };
  } catch (error) {
    if (!(error instanceof Refusal) || error.reason !== 'no-permission') throw error;
    const note = 'AWS does not let this user list MFA devices. If there is one: --serial ARN';
    return { notes: [note] };
  }
}

interface Request {
  profile: string;
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
    const { profile, serial } = request;
    const asked = { profile, serial, ...(problem ? { problem } : {}) };
    const code = await sources.askCode(asked);
    const wait = await sources.usedCodes.secondsToWait(serial, code);
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
  const keys = await sts.getSessionToken({ durationSeconds, mfa: { serial, code } });
  // Not waited for: it never fails, and the session is still to be written.
  void usedCodes.remember(serial, code);
  return keys;
}

function left(count: number): string {
  return count === 1 ? 'one try left' : `${count} tries left`;
}
