import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RecordedCall } from './calls.ts';
import { answerControl, controlPrefix } from './control.ts';
import { answerQuery, parametersOf } from './query.ts';
import { Refusal } from './refusal.ts';
import type { WireRequest } from './signature.ts';
import type { Trouble } from './trouble.ts';
import { World } from './world.ts';

/** A running sandbox; `close` stops it at once, open connections too. */
export interface Sandbox {
  /** What to set as `endpoint_url`, without a final slash. */
  url: string;
  world: World;
  close(): Promise<void>;
}

export interface SandboxOptions {
  /** Default 0: a free one. */
  port?: number;
  /** Default: an empty one. */
  world?: World;
}

/** No call of the query protocol comes near this. */
const largestBody = 1 << 20;

/**
 * Starts a local STS and IAM on 127.0.0.1.
 * @throws the system's error (`EADDRINUSE`) when it can't listen on the port
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const world = options.world ?? new World();
  const server = createServer((incoming, response) => {
    serve(world, incoming, response).catch(() => response.destroy());
  });
  await listen(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, world, close: () => close(server) };
}

async function serve(world: World, incoming: IncomingMessage, response: ServerResponse) {
  const body = await bodyOf(incoming);
  const target = incoming.url ?? '/';
  const method = incoming.method ?? 'GET';
  if (target.startsWith(controlPrefix)) {
    const { status, json } = answerControl(world, method, target, body);
    send(world, response, status, 'application/json', JSON.stringify(json));
    return;
  }
  serveAws(world, { method, target, headers: incoming.headersDistinct, body }, response);
}

function serveAws(world: World, request: WireRequest, response: ServerResponse): void {
  const parameters = parametersOf(request);
  const action = parameters.get('Action') ?? '';
  const call = world.calls.add(recordOf(world, request, action));
  const trouble = world.troubles.take(action);
  if (trouble?.answer === 'silence') return;
  if (trouble?.answer === 'drop') {
    response.destroy();
    return;
  }
  if (trouble?.answer === 'garbage') {
    call.status = 200;
    send(world, response, 200, 'text/html', '<html><body><h1>It works!</h1><');
    return;
  }
  const answer = answerQuery(world, request, parameters, trouble && refusalFor(trouble));
  call.status = answer.status;
  if (answer.code !== undefined) call.code = answer.code;
  response.setHeader('x-amzn-RequestId', answer.requestId);
  send(world, response, answer.status, 'text/xml', answer.xml);
}

function refusalFor(trouble: Trouble): Refusal {
  const { answer, status = 500, code = 'InternalFailure', message = 'Made to fail' } = trouble;
  if (answer === 'throttling') return new Refusal(400, 'Throttling', 'Rate exceeded');
  if (answer === 'unavailable') {
    return new Refusal(503, 'ServiceUnavailable', 'Service is unable to handle request.');
  }
  return new Refusal(status, code, message);
}

function recordOf(world: World, { headers }: WireRequest, action: string): RecordedCall {
  return {
    time: world.clock.now(),
    action,
    accessKeyId: /Credential=(\w+)\//.exec(headers['authorization']?.[0] ?? '')?.[1],
    userAgent: headers['user-agent']?.[0],
  };
}

function send(world: World, response: ServerResponse, status: number, type: string, text: string) {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(text),
    date: new Date(world.clock.now()).toUTCString(),
  });
  response.end(text);
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBody) throw new Error('body too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
