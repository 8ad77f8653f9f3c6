// These share nearly all of their code: as one chunk of the bundle they start some milliseconds sooner.
export { credentialProcess } from './credential-process.ts';
export { env } from './env.ts';
export { exec } from './exec.ts';
export { login } from './login.ts';
