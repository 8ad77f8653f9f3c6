import { GivenUp, type UserError } from '../errors.ts';
import type { Format, Style } from './style.ts';

/** Text for people, all of it on standard error. */
export class Messages {
  constructor(
    private readonly style: Style,
    private readonly write: (text: string) => void,
    private readonly quiet: boolean,
  ) {}

  /** Something is done. */
  done(text: string): void {
    if (!this.quiet) this.line('green', this.style.marks.done, text);
  }

  /** Something to know beside it. */
  note(text: string): void {
    if (!this.quiet) this.line('dim', ' ', text);
  }

  /** What happened, why, and what to do next; `still` names what has stayed as it was. */
  error(error: UserError | GivenUp, still?: string): void {
    const { marks } = this.style;
    if (error instanceof GivenUp) {
      this.line('yellow', marks.failed, 'Given up; nothing has changed.');
    } else {
      this.line('red', marks.failed, `${error.what}.`);
      this.line('reset', ' ', error.why);
      this.line('cyan', marks.next, error.next);
    }
    if (still) this.line('dim', ' ', still);
  }

  private line(format: Format, mark: string, text: string): void {
    this.write(`${this.style.paint(format, mark)} ${printable(text)}\n`);
  }
}

/** Names come from files: what could move the cursor or colour the screen is shown as ?. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  return text.replace(/[\x00-\x09\x0b-\x1f\x7f\u0080-\u009f]/g, '?');
}
