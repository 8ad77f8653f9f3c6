/**
 * Every variable that aws_env sets or takes away and that clearaws takes away: the AWS tools'
 * own, those of the older toolkits, ours. The one list: templates and commands are given it.
 */
export const clearedVariables = [
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_SECURITY_TOKEN',
  'AWS_CREDENTIAL_EXPIRATION',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_DEFAULT_OUTPUT',
  'AWS_ROLE_ARN',
  'AWS_ROLE_SESSION_NAME',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_SESSION_EXPIRATION',
  'AWS_SESSION_INIT_TIME',
  'AWS_SESSION_DURATION',
  'AWS_SESSION_IDENT',
  'AWS_SESSION_EXPIRY',
  'AWS_SESSION_TYPE',
  'AWS_PROFILE_IDENT',
  'AWSKIT_PROFILE',
  'AWSKIT_EXPIRES',
] as const;

export type ClearedVariable = (typeof clearedVariables)[number];

/** The person's own settings: only `clearaws --all` takes them. */
export const personalVariables = [
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_CA_BUNDLE',
] as const;

/** With `--all` too, every variable that begins so: AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_STS, … */
export const personalPrefix = 'AWS_ENDPOINT_URL';

/** Our settings in the environment; they are the person's, and no command takes them. */
export const settingVariables = [
  'AWSKIT_DURATION',
  'AWSKIT_MIN_REMAINING',
  'AWSKIT_SESSION_PROFILE',
  'AWSKIT_MFA',
  'AWSKIT_MFA_PROCESS',
  'AWSKIT_EXPORT',
] as const;
