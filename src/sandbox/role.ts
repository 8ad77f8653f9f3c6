import type { Account } from './account.ts';
import { uniqueId } from './identifiers.ts';
import type { PolicyName } from './policies.ts';

/** A role's trust policy, as far as the sandbox knows such policies. */
export interface Trust {
  /** ARNs: an account's root (`arn:aws:iam::123456789012:root`), users, roles. */
  principals: readonly string[];
  /** `aws:MultiFactorAuthPresent` must be true. */
  mfaRequired?: boolean;
  /** `sts:ExternalId` must be this. */
  externalId?: string;
}

export interface RoleOptions {
  name: string;
  /** Begins and ends with `/`; default `/`. */
  path?: string;
  trust: Trust;
  /** The role's maximum session duration in seconds, 3600 to 43200; default 3600. */
  maxSessionSeconds?: number;
  /** What its sessions may do; default `admin`. */
  policy?: PolicyName;
}

/** An IAM role. */
export class Role {
  readonly name: string;
  readonly path: string;
  readonly roleId = uniqueId('AROA');
  trust: Trust;
  maxSessionSeconds: number;
  policy: PolicyName;

  constructor(
    readonly account: Account,
    options: RoleOptions,
  ) {
    this.name = options.name;
    this.path = options.path ?? '/';
    this.trust = options.trust;
    this.maxSessionSeconds = options.maxSessionSeconds ?? 3600;
    this.policy = options.policy ?? 'admin';
  }

  get arn(): string {
    return this.account.iamArn(`role${this.path}${this.name}`);
  }
}
