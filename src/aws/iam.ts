import { IAMClient, paginateListMFADevices } from '@aws-sdk/client-iam';
import { clientSettings } from './client-settings.ts';
import type { Connection } from './connection.ts';
import { explain } from './refusals.ts';

/** IAM signed with one profile's keys. Refusals come as UserError. */
export function iam(connection: Connection) {
  const client = new IAMClient(clientSettings(connection));

  return {
    /**
     * The serials of the signing user's MFA devices, of every kind. No user name is sent: IAM
     * takes it from the key, whatever path the user has.
     * (https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListMFADevices.html)
     */
    async listMfaSerials(): Promise<string[]> {
      const asked = { action: 'iam:ListMFADevices', connection };
      const serials: string[] = [];
      await explain(asked, collect());
      return serials;

      async function collect() {
        for await (const page of paginateListMFADevices({ client }, {})) {
          for (const device of page.MFADevices ?? []) serials.push(device.SerialNumber ?? '');
        }
      }
    },
  };
}

export type Iam = ReturnType<typeof iam>;
