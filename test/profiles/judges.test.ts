import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { loadSharedConfigFiles } from '@smithy/shared-ini-file-loader';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { editFile } from '../../src/profiles/edit-file.ts';
import { IniDocument } from '../../src/profiles/ini-document.ts';
import { loadProfiles } from '../../src/profiles/profiles.ts';
import { headingOf, sectionsOf } from '../../src/profiles/section-names.ts';
import { awsCli } from '../interop/judges.ts';
import { awsText } from './aws-text.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'awskit-judges-'));
const files = { config: join(folder, 'config'), credentials: join(folder, 'credentials') };
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(config: string, credentials = ''): void {
  writeFileSync(files.config, config);
  writeFileSync(files.credentials, credentials);
}

/** Both files as the SDK's own loader reads them, merged as its credential providers do. */
async function asTheSdkReads(): Promise<Record<string, Record<string, string | undefined>>> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({
    filepath: files.credentials,
    configFilepath: files.config,
    ignoreCache: true,
  });
  const merged = { ...configFile };
  for (const [name, values] of Object.entries(credentialsFile)) {
    merged[name] = { ...merged[name], ...values };
  }
  return merged;
}

async function asWeRead(): Promise<Record<string, Record<string, string>>> {
  const profiles = await loadProfiles(files);
  const entries = profiles.names.map((name) => {
    const settings = profiles.get(name).settings;
    return [name, Object.fromEntries(settings)] as const;
  });
  return Object.fromEntries(entries.filter(([, settings]) => Object.keys(settings).length > 0));
}

const understood = (text: string) =>
  IniDocument.fromBytes(Buffer.from(text)).problems.length === 0 &&
  // The SDK's loader knows no names with spaces and keeps other sections' names in its own way.
  !/\[profile "|\[sso-session|\[profile profile\]/.test(text);

describe('the SDK’s loader', () => {
  test('reads what we read', async () => {
    await fc.assert(
      fc.asyncProperty(awsText.filter(understood), async (text) => {
        write(text, '[default]\naws_access_key_id = AKIA\n');
        expect(await asWeRead()).toEqual(await asTheSdkReads());
      }),
      { numRuns: 150 },
    );
  });

  test('reads what we write, and nothing else has changed', async () => {
    const values = { region: 'eu-west-1', output: 'json' };
    await fc.assert(
      fc.asyncProperty(awsText.filter(understood), async (text) => {
        write(text);
        const before = await asTheSdkReads();
        await editFile(files.config, (document) =>
          document.set(sectionsOf('config', 'new'), headingOf('config', 'new'), values),
        );
        expect(await asTheSdkReads()).toEqual({ ...before, new: { ...before['new'], ...values } });
      }),
      { numRuns: 100 },
    );
  });
});

describe.skipIf(!awsCli)('the AWS CLI', () => {
  const get = async (profile: string, key: string) => {
    const env = {
      ...process.env,
      AWS_CONFIG_FILE: files.config,
      AWS_SHARED_CREDENTIALS_FILE: files.credentials,
    };
    const asked = ['configure', 'get', key, '--profile', profile];
    return (await run('aws', asked, { env })).stdout.trim();
  };

  test.each(['new', 'Log Archive', 'a@b.c+d/e:f', 'it’s "quoted"', 'default'])(
    'reads the profile %j that we write',
    async (name) => {
      write('[profile x]\nregion = us-east-1\ns3 =\n  max_concurrent_requests = 2\n# end');
      await editFile(files.config, (document) =>
        document.set(sectionsOf('config', name), headingOf('config', name), {
          region: 'eu-west-1',
        }),
      );
      await editFile(files.credentials, (document) =>
        document.set(sectionsOf('credentials', name), headingOf('credentials', name), {
          aws_access_key_id: 'AKIAEXAMPLE',
        }),
      );
      expect(await get(name, 'region')).toBe('eu-west-1');
      expect(await get(name, 'aws_access_key_id')).toBe('AKIAEXAMPLE');
      expect(await get('x', 's3.max_concurrent_requests')).toBe('2');
      expect((await loadProfiles(files)).get(name).settings.get('region')).toBe('eu-west-1');
    },
  );
});
