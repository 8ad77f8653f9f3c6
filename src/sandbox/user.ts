import { AccessKey } from './access-key.ts';
import type { Account } from './account.ts';
import { hardwareSerial, passkeySuffix, uniqueId } from './identifiers.ts';
import type { MfaDevice } from './mfa-device.ts';
import type { PolicyName } from './policies.ts';

export interface UserOptions {
  name: string;
  /** Begins and ends with `/`; default `/`. */
  path?: string;
  /** Default `admin`. */
  policy?: PolicyName;
  /** With an MFA policy: the oldest MFA sign-in that still counts (`aws:MultiFactorAuthAge`), in seconds. */
  maxMfaAgeSeconds?: number;
}

/** An IAM user, or (`isRoot`) the account's root user. */
export class User {
  readonly name: string;
  readonly path: string;
  readonly userId: string;
  readonly createDate: number;
  accessKeys: AccessKey[] = [];
  policy: PolicyName;
  maxMfaAgeSeconds: number | undefined;

  constructor(
    readonly account: Account,
    options: UserOptions,
    readonly isRoot = false,
  ) {
    this.name = options.name;
    this.path = options.path ?? '/';
    this.policy = options.policy ?? 'admin';
    this.maxMfaAgeSeconds = options.maxMfaAgeSeconds;
    this.userId = isRoot ? account.id : uniqueId('AIDA');
    this.createDate = account.clock.now();
  }

  get arn(): string {
    return this.isRoot ? this.account.rootArn : this.account.iamArn(`user${this.path}${this.name}`);
  }

  /** The devices assigned to the user, in the order in which they were enabled. */
  get devices(): MfaDevice[] {
    return this.account.devices
      .filter((device) => device.user === this)
      .sort((a, b) => (a.enableDate ?? 0) - (b.enableDate ?? 0));
  }

  addAccessKey(): AccessKey {
    const key = new AccessKey(this, this.account.clock.now());
    this.accessKeys.push(key);
    return key;
  }

  removeAccessKey(key: AccessKey): void {
    this.accessKeys = this.accessKeys.filter((other) => other !== key);
  }

  /** Assigns a virtual device, enabled at once; its name is the user's own unless given. */
  addVirtualMfa(name: string = this.isRoot ? 'root-account-mfa-device' : this.name): MfaDevice {
    return this.assign(this.account.addVirtualDevice(name));
  }

  /** Assigns a hardware TOTP token, enabled at once. */
  addHardwareMfa(serial: string = hardwareSerial()): MfaDevice {
    return this.assign(this.account.addDevice('hardware', serial));
  }

  /** Assigns a passkey or FIDO security key. */
  addPasskey(name = 'passkey'): MfaDevice {
    const owner = this.isRoot ? 'root-account' : `user/${this.name}`;
    const serial = this.account.iamArn(`u2f/${owner}/${name}-${passkeySuffix()}`);
    return this.assign(this.account.addDevice('passkey', serial));
  }

  /** Makes a device this user's from now on. */
  assign(device: MfaDevice): MfaDevice {
    device.user = this;
    device.enableDate = this.account.clock.now();
    return device;
  }
}
