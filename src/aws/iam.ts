import { IAMClient, ListMFADevicesCommand } from '@aws-sdk/client-iam';
import { clientSettings, watchAnswers } from './client-settings.ts';
import type { Connection } from './connection.ts';
import { explain } from './refusals.ts';
import { foreignAnswer } from './unreachable.ts';

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
      let Marker: string | undefined;
      do {
        const command = new ListMFADevicesCommand({ UserName: userName, Marker });
        const page = await explain(asked, (options) => client.send(command, options));
        if (!page.MFADevices) throw foreignAnswer(connection, asked.action);
        serials.push(...page.MFADevices.map((device) => device.SerialNumber ?? ''));
        Marker = page.IsTruncated ? page.Marker : undefined;
      } while (Marker);
      return serials;
    },
  };
}

export type Iam = ReturnType<typeof iam>;
