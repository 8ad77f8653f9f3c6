import type { MfaDevice } from './mfa-device.ts';
import { type Trouble, troubleAnswers } from './trouble.ts';
import type { World } from './world.ts';

/** Where the control calls begin: nothing of AWS has such a path. */
export const controlPrefix = '/_sandbox/';

export interface ControlAnswer {
  status: number;
  json: unknown;
}

type ControlHandler = (world: World, query: URLSearchParams, body: unknown) => unknown;

/** What a caller of the control interface did wrong. */
class ControlError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const handlers: Readonly<Record<string, ControlHandler>> = {
  'GET code': showCode,
  'POST advance': advance,
  'POST trouble': addTrouble,
  'GET calls': (world, query) => world.calls.list(query.get('action') ?? undefined),
};

/**
 * Answers a control call, in JSON. It is not signed: the server listens on loopback only.
 *
 * - `GET code?user=NAME[&serial=SERIAL][&ahead=N]`: what the device shows (`ahead` windows later)
 * - `POST advance {"seconds": N}`: moves the clock
 * - `POST trouble {"answer": …, "action": …, "times": N, "status": N, "code": …, "message": …}`
 * - `GET calls[?action=NAME]`: the calls so far
 */
export function answerControl(
  world: World,
  method: string,
  target: string,
  body: Buffer,
): ControlAnswer {
  const url = new URL(target, 'http://sandbox');
  const name = `${method} ${url.pathname.slice(controlPrefix.length)}`;
  try {
    const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
    if (!handler) throw new ControlError(404, `no such call: ${name}`);
    return { status: 200, json: handler(world, url.searchParams, bodyOf(body)) };
  } catch (error) {
    if (!(error instanceof ControlError)) throw error;
    return { status: error.status, json: { error: error.message } };
  }
}

function showCode(world: World, query: URLSearchParams) {
  const device = deviceOf(world, query.get('user'), query.get('serial'));
  const ahead = Number(query.get('ahead') ?? 0);
  if (!Number.isInteger(ahead)) throw new ControlError(400, '"ahead" must be a whole number');
  return {
    serial: device.serial,
    code: device.currentCode(ahead),
    expiresIn: device.secondsLeft,
    used: device.currentCodeUsed,
  };
}

function advance(world: World, _query: URLSearchParams, body: unknown) {
  const seconds = (body as { seconds?: unknown }).seconds;
  if (typeof seconds !== 'number' || !Number.isFinite(seconds)) {
    throw new ControlError(400, '"seconds" must be a number');
  }
  world.clock.advance(seconds);
  return { now: world.clock.now() };
}

function addTrouble(world: World, _query: URLSearchParams, body: unknown) {
  const trouble = body as Trouble;
  if (!troubleAnswers.includes(trouble.answer)) {
    throw new ControlError(400, `"answer" must be one of ${troubleAnswers.join(', ')}`);
  }
  demandWhole('times', trouble.times, 1, Number.MAX_SAFE_INTEGER);
  demandWhole('status', trouble.status, 200, 599);
  world.troubles.add(trouble);
  return {};
}

function demandWhole(name: string, value: unknown, min: number, max: number): void {
  const fits = Number.isInteger(value) && Number(value) >= min && Number(value) <= max;
  if (value !== undefined && !fits) {
    throw new ControlError(400, `"${name}" must be a whole number of at least ${min}`);
  }
}

function deviceOf(world: World, userName: string | null, serial: string | null): MfaDevice {
  const user = userName === null ? undefined : world.user(userName);
  if (userName !== null && !user) throw new ControlError(404, `no user ${userName}`);
  const accounts = user ? [user.account] : [...world.accounts.values()];
  const devices =
    serial === null
      ? (user?.devices ?? [])
      : accounts.flatMap(({ devices }) => devices.filter((device) => device.serial === serial));
  const device = devices.find(({ showsCodes }) => showsCodes);
  if (!device) throw new ControlError(404, 'no device that shows codes');
  return device;
}

function bodyOf(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString()) ?? {};
  } catch {
    throw new ControlError(400, 'the body is not JSON');
  }
}
