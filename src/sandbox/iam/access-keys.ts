import type { AccessKey } from '../access-key.ts';
import type { Call, Handler } from '../call.ts';
import { page } from '../paging.ts';
import { oneOf, read, required, text } from '../parameters.ts';
import { demand } from '../policies.ts';
import { accessDenied, limitExceeded, noSuchEntity } from '../refusal.ts';
import type { User } from '../user.ts';
import { targetUser } from './target-user.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const keysPerUser = 2;

const accessKeyId = required(text({ min: 16, max: 128, pattern: '[\\w]+' }));

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html */
export const createAccessKey: Handler = (call) => {
  const user = targetUser(call, 'CreateAccessKey');
  if (user.accessKeys.length >= keysPerUser) {
    throw limitExceeded('AccessKeysPerUser', keysPerUser);
  }
  const key = user.addAccessKey();
  return { AccessKey: { ...keyEntry(key), SecretAccessKey: key.secretAccessKey } };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html */
export const listAccessKeys: Handler = (call) => {
  const user = targetUser(call, 'ListAccessKeys');
  const { items, rest } = page(call.parameters, 'access-keys', user.accessKeys);
  return { AccessKeyMetadata: items.map(keyEntry), ...rest };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html */
export const updateAccessKey: Handler = (call) => {
  const { Status } = read(call.parameters, {
    AccessKeyId: accessKeyId,
    Status: required(oneOf('Active', 'Inactive')),
  });
  ownKey(call, 'UpdateAccessKey').status = Status;
  return undefined;
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html */
export const deleteAccessKey: Handler = (call) => {
  const key = ownKey(call, 'DeleteAccessKey');
  key.user.removeAccessKey(key);
  return undefined;
};

/**
 * The answer of a key that was never used says N/A and no date. A key of nobody in the account is
 * refused like one that the caller has no permission for
 * (https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html).
 */
export const getAccessKeyLastUsed: Handler = ({ world, caller, parameters }) => {
  const { AccessKeyId } = read(parameters, { AccessKeyId: accessKeyId });
  const action = 'iam:GetAccessKeyLastUsed';
  const resource = `access key ${AccessKeyId}`;
  const key = world.accessKey(AccessKeyId);
  demand({ caller, action, onSelf: key?.user === caller.user }, resource);
  if (key?.user.account !== caller.account) {
    throw accessDenied(
      `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource}`,
    );
  }
  const { lastUsed } = key;
  return {
    UserName: key.user.name,
    AccessKeyLastUsed: {
      LastUsedDate: lastUsed && new Date(lastUsed.date),
      ServiceName: lastUsed?.service ?? 'N/A',
      Region: lastUsed?.region ?? 'N/A',
    },
  };
};

function ownKey(call: Call, action: string): AccessKey {
  const { AccessKeyId } = read(call.parameters, { AccessKeyId: accessKeyId });
  const user: User = targetUser(call, action);
  const key = user.accessKeys.find((candidate) => candidate.accessKeyId === AccessKeyId);
  if (!key) throw noSuchEntity(`The Access Key with id ${AccessKeyId} cannot be found.`);
  return key;
}

function keyEntry(key: AccessKey) {
  return {
    UserName: key.user.name,
    AccessKeyId: key.accessKeyId,
    Status: key.status,
    CreateDate: new Date(key.createDate),
  };
}
