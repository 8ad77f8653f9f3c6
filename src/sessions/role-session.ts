import { Refusal } from '../aws/refusals.ts';
import type { AssumeRoleRequest, TemporaryKeys } from '../aws/sts.ts';
import type { AwsKeys, ResolvedProfile, RoleProfile } from '../profiles/resolve.ts';
import { type Obtained, obtain, type Sources, type Wanted } from './obtain.ts';

/** AWS's own default, and its limit for a role that is assumed from a role. */
const anHour = 3600;

/**
 * Credentials of a role: the kept ones, else new ones from its source, without a code while the
 * source's session lives.
 */
export async function roleSession(
  role: RoleProfile,
  wanted: Wanted,
  sources: Sources,
): Promise<Obtained> {
  const kept = sources.keptRole(role);
  const live = wanted.force ? undefined : await kept.live(wanted.minRemaining);
  if (live) return { keys: live.keys, how: 'kept role session', arn: live.arn, notes: [] };
  const { given, source } = await assumed(role, wanted, sources);
  if (wanted.persist) await kept.keep(given.keys, given.arn);
  const notes = [...source.notes, ...given.notes];
  return { ...given, how: `new role session, ${source.how}`, notes };
}

async function assumed(role: RoleProfile, wanted: Wanted, sources: Sources) {
  const wantedOfSource = {
    ...wanted,
    serial: wanted.serial ?? (serialOf(role.source) ? undefined : role.mfaSerial),
    durationSeconds: undefined,
    force: false,
  };
  const source = await obtain(role.source, wantedOfSource, sources);
  try {
    return { source, given: await assume(role, wanted, source.keys, sources) };
  } catch (error) {
    const isOver = error instanceof Refusal && error.reason === 'expired';
    if (!isOver || !source.how.startsWith('kept')) throw error;
  }
  // AWS says that the kept session is over, whatever our clock said: get another, once.
  const renewed = await obtain(role.source, { ...wantedOfSource, force: true }, sources);
  return { source: renewed, given: await assume(role, wanted, renewed.keys, sources) };
}

async function assume(
  role: RoleProfile,
  wanted: Wanted,
  keys: AwsKeys,
  sources: Sources,
): Promise<{ keys: TemporaryKeys; arn: string; notes: string[] }> {
  const sts = await sources.sts(role.place, keys);
  const request: AssumeRoleRequest = {
    roleArn: role.roleArn,
    sessionName: role.sessionName ?? sessionNameOf(role.source),
    externalId: role.externalId,
    durationSeconds: wanted.durationSeconds ?? role.durationSeconds ?? anHour,
  };
  try {
    return { ...(await sts.assumeRole(request)), notes: [] };
  } catch (error) {
    if (!(error instanceof Refusal) || error.reason !== 'chain-cap') throw error;
    const note = 'AWS gives a role that is assumed from a role one hour at most.';
    return { ...(await sts.assumeRole({ ...request, durationSeconds: anHour })), notes: [note] };
  }
}

/** Who is behind a role session, in the account's logs: `awskit-<first profile of the chain>`. */
function sessionNameOf(source: ResolvedProfile): string {
  if (source.kind === 'role') return source.sessionName ?? sessionNameOf(source.source);
  return `awskit-${source.name}`.replace(/[^\w+=,.@-]/g, '-').slice(0, 64);
}

function serialOf(source: ResolvedProfile): string | undefined {
  return source.mfaSerial ?? (source.kind === 'role' ? serialOf(source.source) : undefined);
}
