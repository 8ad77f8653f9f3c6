import { homedir } from 'node:os';
import { join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Absolute paths of the two files; neither need exist. */
export interface AwsFiles {
  config: string;
  credentials: string;
}

/**
 * Where the AWS tools keep their files.
 * (https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html)
 */
export function awsFiles(env: Environment): AwsFiles {
  const home = env['HOME'] || homedir();
  return {
    config: expanded(env['AWS_CONFIG_FILE'], home) ?? join(home, '.aws', 'config'),
    credentials:
      expanded(env['AWS_SHARED_CREDENTIALS_FILE'], home) ?? join(home, '.aws', 'credentials'),
  };
}

function expanded(path: string | undefined, home: string): string | undefined {
  if (!path) return undefined;
  return path === '~' || path.startsWith('~/') ? join(home, path.slice(1)) : path;
}
