import {
  type IAMClient,
  ListAccessKeysCommand,
  ListAccountAliasesCommand,
  ListMFADevicesCommand,
  ListVirtualMFADevicesCommand,
  paginateListMFADevices,
} from '@aws-sdk/client-iam';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/server.ts';
import { iam, refusalOf, sandboxOf } from './clients.ts';

interface Page {
  items: unknown[];
  more: boolean | undefined;
  marker: string | undefined;
}

type Input = { MaxItems?: number | undefined; Marker?: string | undefined };

/** Each list that has pages; there are at least two entries in it. */
const lists: Record<string, (client: IAMClient, input: Input) => Promise<Page>> = {
  ListMFADevices: async (client, input) => {
    const answer = await client.send(new ListMFADevicesCommand(input));
    return page(answer, answer.MFADevices);
  },
  ListVirtualMFADevices: async (client, input) => {
    const answer = await client.send(new ListVirtualMFADevicesCommand(input));
    return page(answer, answer.VirtualMFADevices);
  },
  ListAccessKeys: async (client, input) => {
    const answer = await client.send(new ListAccessKeysCommand(input));
    return page(answer, answer.AccessKeyMetadata);
  },
  ListAccountAliases: async (client, input) => {
    const answer = await client.send(new ListAccountAliasesCommand(input));
    return page(answer, answer.AccountAliases);
  },
};

function page(
  answer: { IsTruncated?: boolean | undefined; Marker?: string | undefined },
  items: unknown[] = [],
): Page {
  return { items, more: answer.IsTruncated, marker: answer.Marker };
}

let sandbox: Sandbox;
let client: IAMClient;

beforeEach(async () => {
  sandbox = await sandboxOf();
  const bob = sandbox.world.addUser({ name: 'bob' });
  client = iam(sandbox, bob.addAccessKey());
  bob.addAccessKey();
  bob.account.aliases.push('first-alias', 'second-alias');
  for (const name of ['a', 'b']) bob.addVirtualMfa(name);
});

describe.each(Object.entries(lists))('%s', (_name, list) => {
  it('comes whole when it fits', async () => {
    const whole = await list(client, {});
    expect(whole).toEqual({ items: expect.any(Array), more: false, marker: undefined });
    expect(whole.items).toHaveLength(2);
    expect(await list(client, { MaxItems: 2 })).toEqual(whole);
  });

  it('comes page by page', async () => {
    const { items } = await list(client, {});
    const first = await list(client, { MaxItems: 1 });
    expect(first).toMatchObject({ items: [items[0]], more: true });
    const second = await list(client, { MaxItems: 1, Marker: first.marker });
    expect(second).toEqual({ items: [items[1]], more: false, marker: undefined });
  });

  it('has pages of 1 to 1000', async () => {
    expect(await refusalOf(list(client, { MaxItems: 0 }))).toEqual({
      status: 400,
      code: 'ValidationError',
      message:
        "1 validation error detected: Value '0' at 'maxItems' failed to satisfy constraint: Member must have value greater than or equal to 1",
    });
    expect(await refusalOf(list(client, { MaxItems: 1001 }))).toMatchObject({ status: 400 });
    await list(client, { MaxItems: 1000 });
  });

  it('refuses a marker of its own making', async () => {
    expect(await refusalOf(list(client, { Marker: 'made-up' }))).toMatchObject({
      status: 400,
      code: 'ValidationError',
    });
  });
});

describe('pages', () => {
  it('are of 100 unless told', async () => {
    const account = sandbox.world.account();
    for (let count = 0; count < 99; count += 1) account.addVirtualDevice(`spare${count}`);
    const { VirtualMFADevices, IsTruncated } = await client.send(
      new ListVirtualMFADevicesCommand({}),
    );
    expect(VirtualMFADevices).toHaveLength(100);
    expect(IsTruncated).toBe(true);
  });

  it("are followed by the SDK's paginator", async () => {
    const bob = sandbox.world.user('bob');
    for (const name of ['c', 'd', 'e']) bob?.addVirtualMfa(name);
    const serials: (string | undefined)[] = [];
    for await (const { MFADevices = [] } of paginateListMFADevices({ client, pageSize: 2 }, {})) {
      serials.push(...MFADevices.map(({ SerialNumber }) => SerialNumber));
    }
    expect(serials).toEqual(bob?.devices.map(({ serial }) => serial));
    expect(serials).toHaveLength(5);
    expect(sandbox.world.calls.list('ListMFADevices')).toHaveLength(3);
  });

  it('have markers for their own list only', async () => {
    const { Marker } = await client.send(new ListMFADevicesCommand({ MaxItems: 1 }));
    const refused = await refusalOf(client.send(new ListAccessKeysCommand({ Marker })));
    expect(refused).toMatchObject({ status: 400, code: 'ValidationError' });
  });
});
