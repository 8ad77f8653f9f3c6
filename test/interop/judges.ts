import { spawnSync } from 'node:child_process';

/** Independent programs that judge ours; a test without its judge is skipped, and says so. */
export const awsCli = present('aws', ['--version'], 'the AWS CLI (pip install awscli)');
export const boto3 = present('python3', ['-c', 'import boto3'], 'boto3 (pip install boto3)');
export const moto = present('moto_server', ['--help'], 'moto (pip install "moto[server]")');

function present(program: string, args: string[], name: string): boolean {
  const found = spawnSync(program, args, { stdio: 'ignore' }).status === 0;
  if (!found && process.env['CI']) throw new Error(`CI needs ${name}`);
  if (!found) process.stderr.write(`\nSKIPPED: what ${name} would judge; it is not here.\n`);
  return found;
}
