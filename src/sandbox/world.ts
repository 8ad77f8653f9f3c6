import type { AccessKey } from './access-key.ts';
import { Account } from './account.ts';
import { CallLog } from './calls.ts';
import { Clock } from './clock.ts';
import type { Role, RoleOptions } from './role.ts';
import { Session, type SessionOwner } from './session.ts';
import { Troubles } from './trouble.ts';
import type { User, UserOptions } from './user.ts';

/** The account of users and roles that name none: AWS's own example. */
const exampleAccount = '123456789012';

interface Home {
  /** Account ID; default `exampleAccount`. */
  account?: string;
  /** Default: the account's own, `aws` for a new account. */
  partition?: string;
}

/** Everything a sandbox knows: accounts, sessions, the time, the calls made and the troubles to come. */
export class World {
  readonly clock = new Clock();
  readonly accounts = new Map<string, Account>();
  readonly sessions = new Map<string, Session>();
  readonly troubles = new Troubles();
  readonly calls = new CallLog();
  /**
   * Whether IAM refuses a signature for any but its partition's global region, as AWS does. The AWS
   * CLI and SDKs sign for that region by themselves, but no longer once they have an endpoint_url.
   */
  strictIamRegion = true;

  /**
   * The account of that ID, made when new.
   * @throws Error when it exists in another partition
   */
  account(id: string = exampleAccount, partition?: string): Account {
    const account = this.accounts.get(id) ?? new Account(id, partition ?? 'aws', this.clock);
    if (partition !== undefined && partition !== account.partition) {
      throw new Error(`account ${id} is in partition ${account.partition}, not ${partition}`);
    }
    this.accounts.set(id, account);
    return account;
  }

  addUser(options: Home & UserOptions): User {
    return this.account(options.account, options.partition).addUser(options);
  }

  addRole(options: Home & RoleOptions): Role {
    return this.account(options.account, options.partition).addRole(options);
  }

  /** The user of that name, in any account: the first one made. */
  user(name: string): User | undefined {
    return this.#first((account) => account.users.get(name));
  }

  /** The role of that ARN, which must have the role's path. */
  role(arn: string): Role | undefined {
    return this.#first((account) => [...account.roles.values()].find((role) => role.arn === arn));
  }

  accessKey(accessKeyId: string): AccessKey | undefined {
    return this.#first((account) =>
      [account.root, ...account.users.values()]
        .flatMap((user) => user.accessKeys)
        .find((key) => key.accessKeyId === accessKeyId),
    );
  }

  /** Starts a session of `durationSeconds` from now. */
  startSession(owner: SessionOwner, withMfa: boolean, durationSeconds: number): Session {
    const session = new Session(owner, withMfa, this.clock.now(), durationSeconds);
    this.sessions.set(session.accessKeyId, session);
    return session;
  }

  #first<T>(look: (account: Account) => T | undefined): T | undefined {
    for (const account of this.accounts.values()) {
      const found = look(account);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}
