import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { exitCodes, UserError } from './errors.ts';
import type { IniDocument } from './profiles/ini-document.ts';
import { readDocument } from './profiles/profiles.ts';
import { shownPath } from './profiles/shown-path.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Every setting: what it may be, in words and as a pattern. */
const known = {
  duration: { pattern: /^[\dhmds]+$/, says: 'a length: 12h, 90m, 43200' },
  min_remaining: { pattern: /^\d+$/, says: 'whole seconds' },
  session_profile: { pattern: /./, says: 'the name of a profile' },
  mfa: { pattern: /^(auto|never)$/, says: 'auto or never' },
  mfa_process: { pattern: /./, says: 'a command that prints the code' },
  export: { pattern: /^(keys|profile)$/, says: 'keys or profile' },
} as const;

type SettingName = keyof typeof known;

/** `${XDG_CONFIG_HOME:-~/.config}/awskit/config.ini`. */
function settingsFile(env: Environment): string {
  const xdg = env['XDG_CONFIG_HOME'] ?? '';
  const base = isAbsolute(xdg) ? xdg : join(env['HOME'] || homedir(), '.config');
  return join(base, 'awskit', 'config.ini');
}

/** Our own settings: `AWSKIT_<NAME>` in the environment, `[profile NAME]`, `[defaults]`. */
export class Settings {
  private constructor(
    private readonly env: Environment,
    private readonly sections: ReadonlyMap<string, ReadonlyMap<string, string>>,
  ) {}

  /** Reads the file; one that isn't there is empty. Throws UserError for a setting we don't know. */
  static async load(env: Environment): Promise<Settings> {
    const path = settingsFile(env);
    return new Settings(env, sectionsOf(await readDocument(path), path));
  }

  /** The setting of a profile: environment before profile before defaults. */
  get(name: SettingName, profile: string): string | undefined {
    const fromEnv = this.env[`AWSKIT_${name.toUpperCase()}`];
    if (fromEnv) return checked(name, fromEnv, 'the environment');
    return this.section(`profile ${profile}`, name) ?? this.section('defaults', name);
  }

  /** Whether a variable of this shell changes a setting. */
  get inEnvironment(): boolean {
    return Object.keys(known).some((name) => this.env[`AWSKIT_${name.toUpperCase()}`]);
  }

  /** Base profile -> the profile that its MFA session is kept in, where a section names one. */
  get sessionProfiles(): Map<string, string> {
    const found = new Map<string, string>();
    for (const [heading, section] of this.sections) {
      const session = section.get('session_profile');
      const profile = /^profile (.+)$/.exec(heading)?.[1];
      if (session && profile) found.set(profile, session);
    }
    return found;
  }

  private section(heading: string, name: SettingName): string | undefined {
    return this.sections.get(heading)?.get(name);
  }
}

function sectionsOf(document: IniDocument, path: string) {
  const sections = new Map<string, Map<string, string>>();
  for (const { heading, entries } of document.sections) {
    const section = sections.get(heading) ?? new Map<string, string>();
    for (const { key, value } of entries) {
      if (value !== '') section.set(key, checked(key, value, shownPath(path)));
    }
    sections.set(heading, section);
  }
  return sections;
}

function checked(name: string, value: string, where: string): string {
  const setting = Object.hasOwn(known, name) ? known[name as SettingName] : undefined;
  if (setting?.pattern.test(value)) return value;
  throw new UserError(
    setting ? `The setting ${name} can't be "${value}"` : `awskit has no setting "${name}"`,
    setting
      ? `It is ${setting.says}. It stands in ${where}.`
      : `It stands in ${where}. The settings are ${Object.keys(known).join(', ')}.`,
    `Correct it in ${where}.`,
    exitCodes.usage,
  );
}
