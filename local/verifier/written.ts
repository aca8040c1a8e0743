import type { Report } from '../../shared/certificates/report.ts';
import type { Verifier } from '../../shared/journal/note.ts';
import type { Language, Localised } from '../../shared/kernel/localised.ts';

/** The keys that a paper was checked by, and where they were read; `beside`: in its own folder, as nobody asked otherwise. */
export type Believed = {
  readonly files: readonly string[];
  readonly verifiers: readonly Verifier[];
  readonly beside: boolean;
};

/** A report as lines of text, in one language or both. */
export function written(
  report: Report,
  files: readonly string[],
  languages: readonly Language[],
  believed?: Believed,
): string {
  const say = (text: Localised | string) => (typeof text === 'string' ? text : saidIn(text, languages));
  const lines = [
    `${say(report.headline)}  ${files.join(' ')}`,
    ...(report.demonstration ? [report.demonstration] : []),
    '',
    ...report.lines.flatMap(({ mark, text, stateText, state, details }) => [
      `${mark} ${say(text)}${state === 'proved' ? '' : `  [${say(stateText)}]`}`,
      ...details.map((one) => `    ${say(one)}`),
    ]),
    ...(report.facts.length > 0 ? [''] : []),
    ...report.facts.map(({ label, value }) => `${label ? `${say(label)}: ` : ''}${say(value)}`),
    ...(report.notes.length > 0 ? [''] : []),
    ...report.notes.map(say),
    ...(believed ? ['', ...keyLines(believed, say)] : []),
  ];
  return `${lines.map(harmless).join('\n')}\n`;
}

const keysText: Localised = { zh: '所用公钥', en: 'Keys believed' };
const besideText: Localised = {
  zh: '公钥取自该文件所在的文件夹：如果与该文件一同得到，则不证明任何内容；请用 --key 指明自己的一份。',
  en: 'The keys lay beside the file: if they came with it, they prove nothing. Name your own by --key.',
};

function keyLines({ files, verifiers, beside }: Believed, say: (text: Localised) => string): string[] {
  return [
    `${say(keysText)}: ${files.join(' ')}`,
    ...verifiers.map(({ name, keyId }) => `    ${name}+${keyId.toString(16).padStart(8, '0')}`),
    ...(beside ? [say(besideText)] : []),
  ];
}

function saidIn(text: Localised, languages: readonly Language[]): string {
  return [...new Set(languages.map((language) => text[language]))].join(' ');
}

/** What a file claims is printed on somebody's terminal: characters that steer it are shown instead of sent. */
function harmless(line: string): string {
  return line.replace(
    /[\p{Cc}\p{Bidi_Control}]/gu,
    (char) => `[U+${char.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}]`,
  );
}
