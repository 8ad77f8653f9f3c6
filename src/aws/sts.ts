import {
  AssumeRoleCommand,
  type Credentials,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import type { AwsKeys } from '../profiles/resolve.ts';
import { clientSettings, watchAnswers } from './client-settings.ts';
import type { Connection } from './connection.ts';
import { explain } from './refusals.ts';
import { foreignAnswer } from './unreachable.ts';

/** Who a key belongs to. */
export interface Caller {
  arn: string;
  account: string;
}

export interface TemporaryKeys extends Required<AwsKeys> {
  /** RFC 3339, UTC, by the server's clock. */
  expiration: string;
  /** Epoch seconds by this machine's clock. */
  expires: number;
}

export interface SessionTokenRequest {
  /** 900 to 129600; root at most 3600. */
  durationSeconds: number;
  mfa?: { serial: string; code: string };
}

export interface AssumeRoleRequest {
  roleArn: string;
  /** 2 to 64 of `[\w+=,.@-]`. */
  sessionName: string;
  externalId?: string | undefined;
  /** 900 to the role's maximum; a chained role at most 3600. */
  durationSeconds: number;
}

/** STS signed with one profile's keys. Refusals come as UserError. */
export function sts(connection: Connection) {
  const client = new STSClient({
    ...clientSettings(connection),
    useGlobalEndpoint: connection.globalSts ?? false,
  });
  const clock = watchAnswers(client, connection);

  return {
    /** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
    async getCallerIdentity(): Promise<Caller> {
      const asked = { action: 'sts:GetCallerIdentity', connection };
      const answer = await explain(asked, (options) =>
        client.send(new GetCallerIdentityCommand(), options),
      );
      if (!answer.Arn || !answer.Account) throw foreignAnswer(connection, asked.action);
      return { arn: answer.Arn, account: answer.Account };
    },

    /** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html */
    async getSessionToken({ durationSeconds, mfa }: SessionTokenRequest): Promise<TemporaryKeys> {
      const command = new GetSessionTokenCommand({
        DurationSeconds: durationSeconds,
        ...(mfa ? { SerialNumber: mfa.serial, TokenCode: mfa.code } : {}),
      });
      const asked = { action: 'sts:GetSessionToken', connection, serial: mfa?.serial };
      const answer = await explain(asked, (options) => client.send(command, options));
      return temporary(answer.Credentials, asked.action);
    },

    /** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
    async assumeRole(request: AssumeRoleRequest): Promise<{ keys: TemporaryKeys; arn: string }> {
      const command = new AssumeRoleCommand({
        RoleArn: request.roleArn,
        RoleSessionName: request.sessionName,
        ExternalId: request.externalId,
        DurationSeconds: request.durationSeconds,
      });
      const asked = { action: 'sts:AssumeRole', connection, roleArn: request.roleArn };
      const answer = await explain(asked, (options) => client.send(command, options));
      const keys = temporary(answer.Credentials, asked.action);
      return { keys, arn: answer.AssumedRoleUser?.Arn ?? request.roleArn };
    },
  };

  function temporary(given: Credentials | undefined, action: string): TemporaryKeys {
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = given ?? {};
    const keys = [AccessKeyId, SecretAccessKey, SessionToken];
    if (!Expiration || !keys.every(isKey)) throw foreignAnswer(connection, action);
    return {
      accessKeyId: AccessKeyId ?? '',
      secretAccessKey: SecretAccessKey ?? '',
      sessionToken: SessionToken ?? '',
      expiration: Expiration.toISOString().replace('.000Z', 'Z'),
      expires: Math.floor(Expiration.getTime() / 1000 - clock.aheadSeconds),
    };
  }
}

/** Printable ASCII without spaces: what could be written into a file as one value. */
function isKey(text: string | undefined): boolean {
  return /^[!-~]+$/.test(text ?? '');
}

export type Sts = ReturnType<typeof sts>;
