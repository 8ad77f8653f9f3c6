import { readdir, readFile, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { atomicWrite } from '../profiles/atomic-write.ts';
import type { AwsFiles } from '../profiles/aws-files.ts';

/** Names that a shell can put into a path as they are. */
const plain = /^[\w.@+][\w.@+-]*$/;

/** What the fast paths read: `<profile>.bash`, `.zsh`, `.json`; good while newer than both AWS files. */
export class ReadyFiles {
  constructor(
    private readonly folder: string,
    private readonly files: AwsFiles,
  ) {}

  /** Writes a profile's files, by their endings. A name that is not plain, or too long, has none. */
  async write(profile: string, texts: Record<string, string>): Promise<void> {
    if (!plain.test(profile) || profile.length > 120) return;
    await Promise.all(
      Object.entries(texts).map(([ending, text]) =>
        writeIfChanged(join(this.folder, `${profile}.${ending}`), text),
      ),
    );
  }

  /** Does `work`, which writes the AWS files, and leaves the files that were good as good as before. */
  async keepGood<T>(work: () => Promise<T>): Promise<T> {
    const good = await this.good();
    const result = await work();
    const now = new Date();
    await Promise.all(good.map((path) => utimes(path, now, now).catch(() => undefined)));
    return result;
  }

  private async good(): Promise<string[]> {
    const names = await readdir(this.folder).catch(() => []);
    const newest = Math.max(
      await changed(this.files.config),
      await changed(this.files.credentials),
    );
    const paths = names.map((name) => join(this.folder, name));
    const times = await Promise.all(paths.map(changed));
    return paths.filter((_, index) => (times[index] ?? 0) > newest);
  }
}

/** Most often the text is there already, and only older than the AWS files. */
async function writeIfChanged(path: string, text: string): Promise<void> {
  const now = new Date();
  const old = await readFile(path, 'utf8').catch(() => undefined);
  const write = () => atomicWrite(path, text, { flush: false });
  await (old === text ? utimes(path, now, now) : write()).catch(() => undefined);
}

/** Epoch milliseconds; 0 where there is no such file. */
async function changed(path: string): Promise<number> {
  return await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}
