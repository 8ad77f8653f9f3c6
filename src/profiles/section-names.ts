import { IniDocument, type SectionMatch } from './ini-document.ts';

export type AwsFile = 'config' | 'credentials';

/** Names that need no quotes in a heading. */
const plain = /^[\w@+.%:/-]+$/;

/**
 * The profile that a heading names, or undefined where it names none.
 * config: `[default]`, `[profile x]`, `[profile "a b"]`; credentials: the name as it stands.
 * (https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html)
 */
export function profileNamed(file: AwsFile, heading: string): string | undefined {
  if (file === 'credentials') return heading;
  if (heading === 'default') return heading;
  return namedBehind('profile', heading);
}

/** The NAME of a heading `[<kind> NAME]`, quoted or not: kinds are profile, services, sso-session. */
export function namedBehind(kind: string, heading: string): string | undefined {
  const [, word, rest = ''] = /^(\S+)\s+(.*)$/.exec(heading) ?? [];
  if (word !== kind) return undefined;
  const quoted = /^(["'])(.*)\1$/.exec(rest);
  if (quoted) return quoted[1] === '"' ? unescaped(quoted[2] ?? '') : quoted[2];
  return /\s/.test(rest) ? undefined : rest;
}

/** The heading of a profile as the AWS CLI reads it: names with spaces stand in quotes in config. */
export function headingOf(file: AwsFile, profile: string): string {
  if (file === 'credentials' || profile === 'default') return profile;
  if (plain.test(profile)) return `profile ${profile}`;
  return `profile "${profile.replace(/(["\\])/g, '\\$1')}"`;
}

/** Finds the sections of one profile, by its exact name. */
export function sectionsOf(file: AwsFile, profile: string): SectionMatch {
  return (heading) => profileNamed(file, heading) === profile;
}

/** Whether every AWS tool would read a section of this name, and the keys below it, as they are. */
export function canBeWritten(profile: string): boolean {
  if (profile === '' || /\s[#;]/.test(profile)) return false;
  return (['config', 'credentials'] as const).every((file) => {
    const document = IniDocument.fromBytes(Buffer.alloc(0));
    document.set(sectionsOf(file, profile), headingOf(file, profile), { key: 'value' });
    const { sections, problems } = IniDocument.fromBytes(document.toBytes());
    const [section] = sections;
    const names = section && profileNamed(file, section.heading) === profile;
    return names && problems.length === 0 && sections.length === 1 && section.entries.length === 1;
  });
}

function unescaped(text: string): string {
  return text.replace(/\\(["\\])/g, '$1');
}
