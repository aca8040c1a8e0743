import { schemaFaultTexts } from '../../shared/contracts/issue-texts.ts';
import type { DecisionBody } from '../../shared/contracts/operations/registrar.ts';
import { formatPatentNumber } from '../../shared/kernel/patent-number.ts';
import { parseRight } from '../../shared/kernel/right.ts';
import type { Finding } from '../../shared/register/finding.ts';
import type { AnyProcedure } from '../../shared/register/open-form.ts';
import { demandFit, demandFree } from '../_platform/examiner.ts';
import type { Handlers } from '../_platform/handlers.ts';
import { demandState } from '../_platform/own-filing.ts';
import { Problem } from '../_platform/problem.ts';
import { staffUnchanged } from '../_platform/store/staff.ts';
import { type Case, correctionsBytesMax, type Judgement, weight } from './case.ts';
import type { RegistrarDeps } from './deps.ts';
import { settle } from './settle.ts';
import { filingNow, type Opened, openComplete, staffNow } from './take.ts';
import { asProposal } from './two-persons.ts';

/**
 * 审查决定: an examiner accepts, refuses with grounds, or asks for correction within a limit. To decide what nobody has
 * claimed is to claim it: of two who decide at once, the filing's version lets one pass.
 */
export function decideFiling(deps: RegistrarDeps): Handlers<'registrar'>['office.filings.decide'] {
  return async ({ params, body, staff, slot, filingItem, staffItem, today, language }) => {
    const take = async (opened?: Opened): Promise<Case> => {
      const filing = await filingNow(deps.store, params.filingId, opened?.filing);
      if (!filing) throw new Problem('not-found');
      demandState(filing, 'decide');
      const member = await staffNow(deps.store, staff.account, opened);
      demandFit(member, filing, today);
      await demandFree(deps.store, filing, staff.account, today);
      const { procedure, open } = openComplete(filing, language);
      const judge = (findings: readonly Finding[]) =>
        asProposal(procedure, judged(body, procedure, staff.account, findings, language));
      const beside = [staffUnchanged(deps.store, member)];
      return { filing, procedure, open, changed: {}, judge, beside };
    };
    const opened = { filing: filingItem, staff: staffItem };
    return settle(deps, slot, await take(opened), () => take());
  };
}

export function judged(
  body: DecisionBody,
  procedure: AnyProcedure,
  account: string,
  findings: readonly Finding[],
  language: 'zh' | 'en',
): Judgement {
  const by = { by: 'examiner', account } as const;
  switch (body.outcome) {
    case 'accept':
      demandAcceptable(findings, language);
      return {
        outcome: 'register',
        decision: { ...by, findings: [...findings], ...(body.reason && { reason: body.reason }) },
      };
    case 'refuse': {
      const found = body.grounds.map((ground, index) => findingOf(ground, index, procedure, language));
      return { outcome: 'refuse', decision: { ...by, findings: found, reason: body.reason } };
    }
    case 'correct':
      demandStorable(body.items, language);
      return {
        outcome: 'correct',
        limitWorkingDays: body.limitWorkingDays,
        decision: { ...by, findings: [...findings], corrections: body.items },
      };
  }
}

/**
 * What the register itself shows to be refusable, an examiner cannot accept away: a second pledge, an ended
 * patent. Only findings left to a person's judgement may be accepted over.
 */
export function demandAcceptable(findings: readonly Finding[], language: 'zh' | 'en'): void {
  const standing = findings.filter((one) => !['examiner', 'note'].includes(one.severity));
  if (standing.length === 0) return;
  throw new Problem('wrong-state', {
    errors: standing.slice(0, 50).map((one) => ({
      in: 'body',
      pointer: '/outcome',
      code: one.ground,
      detail: `${one.text[language]}${patentOf(one)}`,
    })),
  });
}

/** Fifty corrections of the longest texts would not fit beside the form in one item. */
function demandStorable(items: unknown, language: 'zh' | 'en'): void {
  if (weight(items) <= correctionsBytesMax) return;
  const detail = schemaFaultTexts['too-big'][language];
  throw new Problem('invalid-request', {
    errors: [{ in: 'body', pointer: '/items', code: 'too-big', detail }],
  });
}

function patentOf(one: Finding): string {
  const number = one.right && parseRight(one.right)?.number;
  return number ? ` (${formatPatentNumber(number)})` : '';
}

/** Refused on one of the procedure's own grounds, or on the one that is the examiner's, whose reason says what is unfit. */
function findingOf(ground: string, index: number, procedure: AnyProcedure, language: 'zh' | 'en'): Finding {
  const known = [...procedure.grounds, procedure.otherGround].find((one) => one.id === ground);
  if (!known) {
    const detail = schemaFaultTexts['invalid-value'][language];
    const pointer = `/grounds/${index}`;
    throw new Problem('invalid-request', {
      errors: [{ in: 'body', pointer, code: 'invalid-value', detail }],
    });
  }
  return { ground, severity: 'refusal', text: known.heading };
}
