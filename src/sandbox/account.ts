import type { Clock } from './clock.ts';
import { MfaDevice, type MfaDeviceKind } from './mfa-device.ts';
import { Role, type RoleOptions } from './role.ts';
import { User, type UserOptions } from './user.ts';

/** An AWS account: its users, roles and MFA devices, the unassigned ones too. */
export class Account {
  readonly users = new Map<string, User>();
  readonly roles = new Map<string, Role>();
  devices: MfaDevice[] = [];
  aliases: string[] = [];
  readonly root: User;

  constructor(
    readonly id: string,
    readonly partition: string,
    readonly clock: Clock,
  ) {
    this.root = new User(this, { name: 'root' }, true);
  }

  get rootArn(): string {
    return this.iamArn('root');
  }

  /** The ARN of an IAM resource of this account. */
  iamArn(resource: string): string {
    return `arn:${this.partition}:iam::${this.id}:${resource}`;
  }

  addUser(options: UserOptions): User {
    const user = new User(this, options);
    this.users.set(user.name, user);
    return user;
  }

  addRole(options: RoleOptions): Role {
    const role = new Role(this, options);
    this.roles.set(role.name, role);
    return role;
  }

  /** A virtual device that is nobody's yet. */
  addVirtualDevice(name: string, path = '/'): MfaDevice {
    return this.addDevice('virtual', this.virtualSerial(name, path));
  }

  virtualSerial(name: string, path = '/'): string {
    return this.iamArn(`mfa${path}${name}`);
  }

  /** A device that is nobody's yet, with a seed (base32) of its own unless given. */
  addDevice(kind: MfaDeviceKind, serial: string, seedBase32?: string): MfaDevice {
    if (this.device(serial)) throw new Error(`the account already has a device ${serial}`);
    const device = new MfaDevice(kind, serial, this.clock, seedBase32);
    this.devices.push(device);
    return device;
  }

  device(serial: string): MfaDevice | undefined {
    return this.devices.find((device) => device.serial === serial);
  }

  removeDevice(device: MfaDevice): void {
    this.devices = this.devices.filter((other) => other !== device);
  }
}
