/** The user, and the profile of the demo files, that the sandbox shows the codes of. */
export const demoProfile = 'smce-veda';

export interface CurrentCode {
  code: string;
  /** Seconds that the device goes on showing it. */
  expiresIn: number;
}

/** What the user's MFA device shows now, asked of a running sandbox. Throws where none answers. */
export async function currentCode(url: string, user: string): Promise<CurrentCode> {
  const answer = await fetch(`${url}/_sandbox/code?user=${encodeURIComponent(user)}`);
  if (!answer.ok) throw new Error(`${url} is no sandbox: ${answer.status}`);
  return (await answer.json()) as CurrentCode;
}
