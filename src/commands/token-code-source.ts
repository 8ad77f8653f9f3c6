import type { Sources } from '../sessions/obtain.ts';
import { checkedTokenCode, isTokenCode } from '../sessions/token-code.ts';
import type { Settings } from '../settings.ts';

/** Where codes come from that were not given with the command: `mfa_process`, else the terminal. */
export function askForCode(settings: Settings): Pick<Sources, 'askCode' | 'checkAskable'> {
  return {
    checkAskable: async (profile) => {
      if (settings.get('mfa_process', profile)) return;
      (await import('../terminal/ask-code.ts')).checkAskable();
    },
    askCode: async ({ profile, ...question }) => {
      const program = settings.get('mfa_process', profile);
      // A program that was refused once would give the same code again: then the person is asked.
      if (program && !question.problem) return await codeFromProgram(program);
      const { askCode } = await import('../terminal/ask-code.ts');
      return await askCode({ ...question, isCode: isTokenCode });
    },
  };
}

async function codeFromProgram(program: string): Promise<string> {
  const { outputOf } = await import('../terminal/run-program.ts');
  return checkedTokenCode(await outputOf(program, 'mfa_process'), 'mfa_process');
}
