import type { Handler } from '../call.ts';
import { page } from '../paging.ts';
import { demand } from '../policies.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccountAliases.html */
export const listAccountAliases: Handler = ({ caller, parameters }) => {
  demand({ caller, action: 'iam:ListAccountAliases', onSelf: false }, '*');
  const { items, rest } = page(parameters, 'aliases', caller.account.aliases);
  return { AccountAliases: items, ...rest };
};
