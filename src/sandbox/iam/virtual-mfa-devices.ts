import type { Handler } from '../call.ts';
import type { MfaDevice } from '../mfa-device.ts';
import { page } from '../paging.ts';
import { oneOf, read, required, text } from '../parameters.ts';
import { demand } from '../policies.ts';
import { Refusal } from '../refusal.ts';
import { noSuchDevice, serialNumber } from './mfa-devices.ts';
import { placeholderPng } from './placeholder-png.ts';
import { userEntry } from './users.ts';

const devicePath = text({
  min: 1,
  max: 512,
  pattern: '(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)',
  says: 'It must begin and end with / and contain only alphanumeric characters and/or / characters.',
});
const deviceName = text({
  min: 1,
  max: 226,
  pattern: '[\\w+=,.@-]+',
  says: 'It must contain only alphanumeric characters and/or the following: +=,.@_-',
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateVirtualMFADevice.html */
export const createVirtualMfaDevice: Handler = ({ caller, parameters }) => {
  const { Path = '/', VirtualMFADeviceName } = read(parameters, {
    Path: devicePath,
    VirtualMFADeviceName: required(deviceName),
  });
  const { account } = caller;
  const serial = account.virtualSerial(VirtualMFADeviceName, Path);
  demand({ caller, action: 'iam:CreateVirtualMFADevice', onSelf: true }, serial);
  if (account.device(serial)) {
    throw new Refusal(
      409,
      'EntityAlreadyExists',
      'MFADevice entity at the same path and name already exists.',
    );
  }
  const device = account.addDevice('virtual', serial);
  return {
    VirtualMFADevice: {
      SerialNumber: device.serial,
      Base32StringSeed: Buffer.from(device.seedBase32).toString('base64'),
      QRCodePNG: placeholderPng,
    },
  };
};

const isListed: Record<'Assigned' | 'Unassigned' | 'Any', (device: MfaDevice) => boolean> = {
  Assigned: ({ user }) => user !== undefined,
  Unassigned: ({ user }) => user === undefined,
  Any: () => true,
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListVirtualMFADevices.html */
export const listVirtualMfaDevices: Handler = ({ caller, parameters }) => {
  const { AssignmentStatus = 'Any' } = read(parameters, {
    AssignmentStatus: oneOf('Assigned', 'Unassigned', 'Any'),
  });
  const { account } = caller;
  demand({ caller, action: 'iam:ListVirtualMFADevices', onSelf: true }, account.iamArn('mfa/'));
  const listed = account.devices
    .filter(({ kind }) => kind === 'virtual')
    .filter(isListed[AssignmentStatus]);
  const { items, rest } = page(parameters, `virtual-${AssignmentStatus}`, listed);
  return { VirtualMFADevices: items.map(deviceEntry), ...rest };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteVirtualMFADevice.html */
export const deleteVirtualMfaDevice: Handler = ({ caller, parameters }) => {
  const { SerialNumber } = read(parameters, { SerialNumber: required(serialNumber) });
  const { account } = caller;
  demand({ caller, action: 'iam:DeleteVirtualMFADevice', onSelf: true }, SerialNumber);
  const device = account.device(SerialNumber);
  if (device?.kind !== 'virtual') throw noSuchDevice(SerialNumber);
  if (device.user) {
    const message = 'MFA VirtualDevice in use. Must deactivate first.';
    throw new Refusal(409, 'DeleteConflict', message);
  }
  account.removeDevice(device);
  return undefined;
};

function deviceEntry({ serial, enableDate, user }: MfaDevice) {
  return {
    SerialNumber: serial,
    EnableDate: enableDate === undefined ? undefined : new Date(enableDate),
    User: user && userEntry(user),
  };
}
