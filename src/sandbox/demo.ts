import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sandbox } from './server.ts';
import { World } from './world.ts';

/** The world of `awskit sandbox`: one account, three users, two roles. */
export function demoWorld(): World {
  const world = new World();
  // The profiles have an endpoint_url and a region of their own: the AWS CLI signs IAM calls for it.
  world.strictIamRegion = false;
  world.account().aliases.push('awskit-sandbox');
  const veda = world.addUser({ name: 'smce-veda', path: '/science/', policy: 'mfa-enforced' });
  veda.addAccessKey();
  veda.addVirtualMfa();
  world.addUser({ name: 'plain' }).addAccessKey();
  const several = world.addUser({ name: 'several', policy: 'mfa-enforced' });
  several.addAccessKey();
  several.addVirtualMfa('several-phone');
  several.addVirtualMfa('several-tablet');
  several.addPasskey();
  const customer = world.addRole({
    name: 'customer',
    trust: { principals: [veda.arn], mfaRequired: true },
    maxSessionSeconds: 43_200,
  });
  world.addRole({ name: 'customer-audit', trust: { principals: [customer.arn] } });
  return world;
}

const region = 'us-west-2';

/**
 * Writes AWS files for the demo world into `folder` (made 0700; the files 0600), which is for this
 * alone: files of these names in it are replaced.
 * @returns the paths of the two files
 */
export function writeDemoFiles(
  folder: string,
  sandbox: Sandbox,
): { config: string; credentials: string } {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const config = join(folder, 'config');
  const credentials = join(folder, 'credentials');
  writePrivately(config, iniOf(configSections(sandbox)));
  writePrivately(credentials, iniOf(credentialSections(sandbox.world)));
  return { config, credentials };
}

type Sections = Record<string, Record<string, string | undefined>>;

function configSections({ url, world }: Sandbox): Sections {
  const common = { region, endpoint_url: url };
  return {
    default: common,
    'profile smce-veda': {
      ...common,
      output: 'json',
      mfa_serial: world.user('smce-veda')?.devices[0]?.serial,
    },
    'profile plain': common,
    'profile several': common,
    'profile customer': {
      ...common,
      role_arn: world.account().roles.get('customer')?.arn,
      source_profile: 'smce-veda',
    },
    'profile customer-audit': {
      ...common,
      role_arn: world.account().roles.get('customer-audit')?.arn,
      source_profile: 'customer',
    },
  };
}

function credentialSections(world: World): Sections {
  return Object.fromEntries(
    ['smce-veda', 'plain', 'several'].map((name) => {
      const key = world.user(name)?.accessKeys[0];
      return [
        name,
        { aws_access_key_id: key?.accessKeyId, aws_secret_access_key: key?.secretAccessKey },
      ];
    }),
  );
}

function iniOf(sections: Sections): string {
  return Object.entries(sections)
    .map(([name, settings]) => {
      const lines = Object.entries(settings)
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => `${key} = ${value}\n`);
      return `[${name}]\n${lines.join('')}`;
    })
    .join('\n');
}

/** A new file, so that its mode holds from its first byte and no link is followed. */
function writePrivately(path: string, content: string): void {
  rmSync(path, { force: true });
  writeFileSync(path, content, { mode: 0o600, flag: 'wx' });
}
