import { readFile, stat } from 'node:fs/promises';
import { exitCodes, UserError } from '../errors.ts';
import type { AwsFiles } from './aws-files.ts';
import { IniDocument } from './ini-document.ts';
import type { Section } from './ini-lines.ts';
import { nearestNames } from './nearest-names.ts';
import { type AwsFile, namedBehind, profileNamed } from './section-names.ts';
import { shownPath } from './shown-path.ts';

/** The settings of one section: `key` or, for a nested one, `block.key`. */
export type Settings = ReadonlyMap<string, string>;

export interface Profile {
  name: string;
  settings: Settings;
}

/** All that the two AWS files say, merged as the AWS SDKs merge them. */
export class Profiles {
  constructor(
    readonly files: AwsFiles,
    private readonly profiles: ReadonlyMap<string, Settings>,
    private readonly services: ReadonlyMap<string, Settings>,
    private readonly ssoSessions: ReadonlyMap<string, Settings>,
    private readonly otherHeadings: ReadonlySet<string>,
  ) {}

  get names(): string[] {
    return [...this.profiles.keys()];
  }

  find(name: string): Profile | undefined {
    const settings = this.profiles.get(name);
    return settings && { name, settings };
  }

  /** The profile of that name; a UserError with the nearest names where there is none. */
  get(name: string): Profile {
    const profile = this.find(name);
    if (!profile) throw this.unknown(name);
    return profile;
  }

  /** A key of the profile's `services` section, as `sts.endpoint_url`. */
  serviceSetting(profile: Profile, key: string): string | undefined {
    return this.services.get(profile.settings.get('services') ?? '')?.get(key);
  }

  /**
   * A profile and the sso-session that it names, as text of a config file in which the profile
   * is [default]: for readers that don't know every name.
   */
  asConfig({ settings }: Profile): string {
    const session = settings.get('sso_session') ?? '';
    const sso = this.ssoSessions.get(session);
    return (
      sectionText('default', settings) + (sso ? sectionText(`sso-session ${session}`, sso) : '')
    );
  }

  private unknown(name: string): UserError {
    const { config, credentials } = this.files;
    const what = `There is no profile "${name}"`;
    const where = `${shownPath(config)} and ${shownPath(credentials)}`;
    if (this.profiles.size === 0) {
      return new UserError(
        what,
        `No profile is written in ${where}.`,
        'Write your access key there with: aws configure',
        exitCodes.usage,
      );
    }
    if (this.otherHeadings.has(name)) {
      return new UserError(
        what,
        `${shownPath(config)} has a section [${name}], which no AWS tool reads as a profile.`,
        `Rename that section to [profile ${name}].`,
        exitCodes.usage,
      );
    }
    const nearest = nearestNames(name, this.names);
    return new UserError(
      what,
      `${where} hold ${this.profiles.size} profiles, none of that name.`,
      nearest.length > 0 ? `Did you mean: ${nearest.join(', ')}` : `Known: ${someOf(this.names)}`,
      exitCodes.usage,
    );
  }
}

/** Reads both files; a file that isn't there is empty. Throws UserError naming file and line. */
export async function loadProfiles(files: AwsFiles): Promise<Profiles> {
  const [config, credentials] = await Promise.all([
    readSections(files.config),
    readSections(files.credentials),
  ]);
  const profiles = profilesOf('config', config);
  for (const [name, settings] of profilesOf('credentials', credentials)) {
    profiles.set(name, new Map([...(profiles.get(name) ?? []), ...settings]));
  }
  const others = config.map((section) => section.heading).filter((name) => !/\s/.test(name));
  const [services, sso] = [sectionsNamed('services', config), sectionsNamed('sso-session', config)];
  return new Profiles(files, profiles, services, sso, new Set(others));
}

/** The document in a file: empty where there is none. Throws UserError where it can't be read. */
export async function readDocument(path: string): Promise<IniDocument> {
  try {
    // A device is empty to the AWS tools; a pipe would be waited on for ever.
    const found = await stat(path);
    const readable = found.isFile() || found.isDirectory();
    return IniDocument.fromBytes(readable ? await readFile(path) : Buffer.alloc(0));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return IniDocument.fromBytes(Buffer.alloc(0));
    throw new UserError(
      `${shownPath(path)} can't be read`,
      code === 'EISDIR' ? 'It is a folder.' : `The system says ${code}.`,
      `Look at it with: ls -ld ${shownPath(path)}`,
    );
  }
}

async function readSections(path: string): Promise<readonly Section[]> {
  const document = await readDocument(path);
  const problem = document.problems[0];
  if (problem) {
    throw new UserError(
      `${shownPath(path)}, line ${problem.line}, can't be understood`,
      `On that line ${problem.why}.`,
      `Mend line ${problem.line} of ${shownPath(path)}, then try again.`,
    );
  }
  return document.sections;
}

function profilesOf(file: AwsFile, sections: readonly Section[]): Map<string, Settings> {
  const profiles = new Map<string, Settings>();
  // [profile default] counts in place of [default], wherever it stands.
  const bothDefaults = file === 'config' && sections.some((s) => isProfileDefault(s.heading));
  for (const section of sections) {
    const name = profileNamed(file, section.heading);
    if (name === undefined || (bothDefaults && section.heading === 'default')) continue;
    profiles.set(name, new Map([...(profiles.get(name) ?? []), ...settingsOf(section)]));
  }
  return profiles;
}

function sectionsNamed(kind: string, sections: readonly Section[]): Map<string, Settings> {
  const found = new Map<string, Settings>();
  for (const section of sections) {
    const name = namedBehind(kind, section.heading);
    if (name !== undefined) found.set(name, settingsOf(section));
  }
  return found;
}

function sectionText(heading: string, settings: Settings): string {
  const flat = [...settings].filter(([key]) => !key.includes('.'));
  return `[${heading}]\n${flat.map(([key, value]) => `${key} = ${value}\n`).join('')}`;
}

function settingsOf(section: Section): Settings {
  const settings = new Map<string, string>();
  for (const { key, value, nested } of section.entries) {
    if (value !== '') settings.set(key, value);
    for (const inner of nested) settings.set(`${key}.${inner.key}`, inner.value);
  }
  return settings;
}

function isProfileDefault(heading: string): boolean {
  return namedBehind('profile', heading) === 'default';
}

function someOf(names: string[]): string {
  return names.length > 12 ? `${names.slice(0, 12).join(', ')}, …` : names.join(', ');
}
