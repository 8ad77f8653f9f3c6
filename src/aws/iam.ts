import { IAMClient, paginateListMFADevices } from '@aws-sdk/client-iam';
import { clientSettings, watchAnswers } from './client-settings.ts';
import type { Connection } from './connection.ts';
import { explain } from './refusals.ts';

/** IAM signed with one profile's keys. Refusals come as UserError. */
export function iam(connection: Connection) {
  const client = new IAMClient(clientSettings(connection));
  watchAnswers(client, connection);

  return {
    /**
     * The serials of a user's MFA devices, of every kind; without a name those of the signing
     * user or root. (https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListMFADevices.html)
     */
    async listMfaSerials(userName: string | undefined): Promise<string[]> {
      const asked = { action: 'iam:ListMFADevices', connection };
      const serials: string[] = [];
      await explain(asked, collect());
      return serials;

      async function collect() {
        for await (const page of paginateListMFADevices({ client }, { UserName: userName })) {
          for (const device of page.MFADevices ?? []) serials.push(device.SerialNumber ?? '');
        }
      }
    },
  };
}

export type Iam = ReturnType<typeof iam>;
