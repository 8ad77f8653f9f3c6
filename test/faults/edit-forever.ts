import { editFile } from '../../src/profiles/edit-file.ts';
import { headingOf, sectionsOf } from '../../src/profiles/section-names.ts';

/** Writes the session of one profile again and again, until it is killed. Says "ready" first. */
const [, , path = '', profile = ''] = process.argv;
process.stdout.write('ready\n');
for (let round = 0; ; round++) {
  const values = {
    aws_access_key_id: `ASIA${round}`,
    aws_session_token: 'x'.repeat(500 + (round % 500)),
  };
  await editFile(path, (document) => {
    document.set(sectionsOf('credentials', profile), headingOf('credentials', profile), values);
  });
}
