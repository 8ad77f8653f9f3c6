/** AWS says no. Thrown anywhere in the sandbox, made into XML by server.ts alone. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export const accessDenied = (message: string) => new Refusal(403, 'AccessDenied', message);
export const noSuchEntity = (message: string) => new Refusal(404, 'NoSuchEntity', message);
export const validationError = (message: string) => new Refusal(400, 'ValidationError', message);
export const limitExceeded = (quota: string, limit: number) =>
  new Refusal(409, 'LimitExceeded', `Cannot exceed quota for ${quota}: ${limit}`);
