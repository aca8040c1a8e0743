import type { Report } from '../../shared/certificates/report.ts';
import type { Language, Localised } from '../../shared/kernel/localised.ts';

/** A report as lines of text, in one language or both. */
export function written(report: Report, files: readonly string[], languages: readonly Language[]): string {
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
  ];
  return `${lines.map(harmless).join('\n')}\n`;
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
