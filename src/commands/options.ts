/** One option: how it is typed, and what `--help` says of it. */
interface Option {
  type: 'string' | 'boolean';
  short?: string;
  /** Placeholder of the value in the help. */
  value?: string;
  summary: string;
}

/** Every option of every command. Commands name those that they take. */
export const options = {
  shell: { type: 'string', value: 'SHELL', summary: 'the shell to write for: bash, zsh' },
  profile: { type: 'string', value: 'NAME', summary: 'the profile, another way to give it' },
  region: { type: 'string', value: 'REGION', summary: 'this region in place of the profile’s' },
  duration: { type: 'string', value: '12h', summary: 'length of a new session: 12h, 90m, 43200' },
  'mfa-code': {
    type: 'string',
    short: 'm',
    value: 'CODE',
    summary: 'the six digits; - reads them from standard input',
  },
  serial: { type: 'string', value: 'ARN', summary: 'the MFA device that the code is of' },
  'session-profile': {
    type: 'string',
    value: 'NAME',
    summary: 'the profile to keep the session in (<profile>-mfasession)',
  },
  export: {
    type: 'string',
    value: 'keys|profile',
    summary: 'the keys themselves, or AWS_PROFILE alone',
  },
  force: { type: 'boolean', summary: 'a new session, even while a kept one lives' },
  'no-persist': { type: 'boolean', summary: 'keep nothing of the session on disk' },
  'no-mfa': { type: 'boolean', summary: 'the long-term keys as they are, without a code' },
  port: { type: 'string', value: 'N', summary: 'listen on this port (any that is free)' },
  quiet: { type: 'boolean', short: 'q', summary: 'say nothing but errors' },
  'no-color': { type: 'boolean', summary: 'no colours (so does NO_COLOR)' },
  debug: { type: 'boolean', summary: 'show each call to AWS' },
  help: { type: 'boolean', short: 'h', summary: 'this text' },
} as const satisfies Record<string, Option>;

export type OptionName = keyof typeof options;

/** Those that every command takes. */
export const commonOptions = ['quiet', 'no-color', 'debug', 'help'] as const;

/** What was typed: text for options with a value, true for the others. */
export type OptionValues = {
  [Name in OptionName]?: (typeof options)[Name]['type'] extends 'string' ? string : boolean;
};
