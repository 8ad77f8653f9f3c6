import { randomUUID } from 'node:crypto';
import { type Service, services } from './actions.ts';
import { authenticate } from './authentication.ts';
import type { Parameters } from './parameters.ts';
import { Refusal } from './refusal.ts';
import type { WireRequest } from './signature.ts';
import type { World } from './world.ts';
import { answerXml, errorXml } from './xml.ts';

export interface QueryAnswer {
  status: number;
  requestId: string;
  xml: string;
  /** The error code of a refusal. */
  code?: string;
}

/** The parameters of a request: its form-encoded body after its query string. */
export function parametersOf({ target, body }: WireRequest): Parameters {
  const query = target.split('?')[1] ?? '';
  return new Map([...new URLSearchParams(query), ...new URLSearchParams(body.toString())]);
}

/**
 * Answers one request of the AWS query protocol
 * (https://smithy.io/2.0/aws/protocols/aws-query-protocol.html). A refusal is an answer too.
 * @param trouble a refusal to give before anything is looked at
 */
export function answerQuery(
  world: World,
  request: WireRequest,
  parameters: Parameters,
  trouble?: Refusal,
): QueryAnswer {
  const requestId = randomUUID();
  const action = parameters.get('Action') ?? '';
  let service = presumedService(action, parameters.get('Version'));
  try {
    if (trouble) throw trouble;
    const { caller, service: name } = authenticate(world, request);
    service = services[name];
    const result = handlerOf(service, parameters)({ world, caller, parameters });
    return { status: 200, requestId, xml: answerXml(action, service.namespace, result, requestId) };
  } catch (error) {
    const { status, code, message } = refusalOf(error);
    const xml = errorXml(service.namespace, { status, code, message }, requestId);
    return { status, requestId, xml, code };
  }
}

/** Whose namespace a refusal has while the signature has not told the service. */
function presumedService(action: string, version: string | undefined): Service {
  const { sts, iam } = services;
  return version === iam.version || Object.hasOwn(iam.actions, action) ? iam : sts;
}

function handlerOf(service: Service, parameters: Parameters) {
  const action = parameters.get('Action');
  if (!action) {
    throw new Refusal(400, 'MissingAction', 'Missing Action');
  }
  const version = parameters.get('Version') ?? 'NO_VERSION_SPECIFIED';
  const known = version === service.version && Object.hasOwn(service.actions, action);
  const handler = known ? service.actions[action] : undefined;
  if (!handler) {
    const message = `Could not find operation ${action} for version ${version}`;
    throw new Refusal(400, 'InvalidAction', message);
  }
  return handler;
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  // A fault of the sandbox's own shows as AWS's do, with what went wrong.
  return new Refusal(500, 'InternalFailure', `The sandbox failed: ${String(error)}`);
}
