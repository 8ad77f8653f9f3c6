import type { ServiceName } from './authentication.ts';
import type { Handler } from './call.ts';
import {
  createAccessKey,
  deleteAccessKey,
  getAccessKeyLastUsed,
  listAccessKeys,
  updateAccessKey,
} from './iam/access-keys.ts';
import { listAccountAliases } from './iam/account-aliases.ts';
import {
  deactivateMfaDevice,
  enableMfaDevice,
  listMfaDevices,
  resyncMfaDevice,
} from './iam/mfa-devices.ts';
import { getUser } from './iam/users.ts';
import {
  createVirtualMfaDevice,
  deleteVirtualMfaDevice,
  listVirtualMfaDevices,
} from './iam/virtual-mfa-devices.ts';
import { assumeRole } from './sts/assume-role.ts';
import { getCallerIdentity } from './sts/get-caller-identity.ts';
import { getSessionToken } from './sts/get-session-token.ts';

export interface Service {
  version: string;
  namespace: string;
  actions: Readonly<Record<string, Handler>>;
}

/** Every call that the sandbox knows. */
export const services: Record<ServiceName, Service> = {
  sts: {
    version: '2011-06-15',
    namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    actions: {
      AssumeRole: assumeRole,
      GetCallerIdentity: getCallerIdentity,
      GetSessionToken: getSessionToken,
    },
  },
  iam: {
    version: '2010-05-08',
    namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
    actions: {
      CreateAccessKey: createAccessKey,
      CreateVirtualMFADevice: createVirtualMfaDevice,
      DeactivateMFADevice: deactivateMfaDevice,
      DeleteAccessKey: deleteAccessKey,
      DeleteVirtualMFADevice: deleteVirtualMfaDevice,
      EnableMFADevice: enableMfaDevice,
      GetAccessKeyLastUsed: getAccessKeyLastUsed,
      GetUser: getUser,
      ListAccessKeys: listAccessKeys,
      ListAccountAliases: listAccountAliases,
      ListMFADevices: listMfaDevices,
      ListVirtualMFADevices: listVirtualMfaDevices,
      ResyncMFADevice: resyncMfaDevice,
      UpdateAccessKey: updateAccessKey,
    },
  },
};
