import type { Report, ReportLine } from '../../../shared/certificates/report.ts';
import type { Fact } from '../../../shared/certificates/verification.ts';
import type { Language, Localised } from '../../../shared/kernel/localised.ts';
import { words } from './words.ts';

/** An element with text or other elements in it. Text is only ever text: what a file claims never becomes markup. */
export function element(
  tag: string,
  content: string | readonly (Node | undefined)[],
  className = '',
): HTMLElement {
  const made = document.createElement(tag);
  if (className !== '') made.className = className;
  if (typeof content === 'string') made.textContent = content;
  else made.append(...content.filter((one) => one !== undefined));
  return made;
}

/** A report as a part of the page. */
export function drawReport(report: Report, language: Language, name: string): HTMLElement {
  const say = (text: Localised | string) => (typeof text === 'string' ? text : text[language]);
  const section = (heading: Localised, body: HTMLElement, shown: boolean) =>
    shown ? [element('h3', say(heading)), body] : [];
  return element(
    'section',
    [
      element('p', say(report.headline), 'headline'),
      name === '' ? undefined : element('p', name, 'soft'),
      report.demonstration === undefined ? undefined : element('p', report.demonstration, 'notice'),
      ...section(words.facts, drawFacts(report.facts, say), report.facts.length > 0),
      ...section(words.notes, list(report.notes.map(say), 'notes'), report.notes.length > 0),
      ...section(words.checks, drawChecks(report.lines, say), true),
    ],
    `result ${report.verdict}`,
  );
}

type Say = (text: Localised | string) => string;

function drawFacts(facts: readonly Fact[], say: Say): HTMLElement {
  return element(
    'dl',
    facts.flatMap(({ label, value }) =>
      label ? [element('dt', say(label)), element('dd', say(value))] : [element('dd', say(value), 'whole')],
    ),
  );
}

function drawChecks(lines: readonly ReportLine[], say: Say): HTMLElement {
  return element(
    'ul',
    lines.map(({ mark, state, stateText, text, details }) => {
      const said = state === 'proved' ? say(text) : `${say(text)} [${say(stateText)}]`;
      return element(
        'li',
        [element('b', mark), element('span', said), details.length > 0 ? list(details.map(say)) : undefined],
        state,
      );
    }),
    'checks',
  );
}

function list(texts: readonly string[], className = ''): HTMLElement {
  return element(
    'ul',
    texts.map((one) => element('li', one)),
    className,
  );
}
