import { type Instant, instantOf } from '../../shared/kernel/instant.ts';
import { shanghaiDate } from '../../shared/kernel/plain-date.ts';
import { type Asked, type Judged, judgeConsents, type SigningFacts } from '../../shared/register/consent.ts';
import { toPointer } from '../../shared/register/open-form.ts';
import { voidedAt, withVoided } from '../../shared/register/voided.ts';
import type { Loaded } from '../_platform/facts.ts';
import { Problem } from '../_platform/problem.ts';
import { askedOver } from '../_platform/signing.ts';
import { changeFiling } from '../_platform/store/filings.ts';
import { tellOfVoided } from '../_platform/store/notices.ts';
import type { Action } from '../_platform/transaction.ts';
import type { Case } from './case.ts';
import type { RegistrarDeps } from './deps.ts';

/** What the parties have agreed to, judged on what was read with the titles. */
export type Agreement = {
  readonly asked: Asked;
  readonly facts: SigningFacts;
  readonly judged: Judged;
  /** The case with the consents that stand, the others moved to the voided ones. */
  readonly of: Case;
};

export function agreementOf(deps: RegistrarDeps, of: Case, loaded: Loaded): Agreement {
  const at = instantOf(deps.ports.now());
  const facts = { ...loaded.signing, today: shanghaiDate(at) };
  const asked = askedOver(of.filing, of.procedure, of.open);
  const judged = judgeConsents(of.filing.consents, asked, facts);
  return { asked, facts, judged, of: { ...of, changed: { ...of.changed, ...apart(of, judged, at) } } };
}

function apart({ filing }: Case, { fallen }: Judged, at: Instant) {
  const { consents, voided } = withVoided(filing, voidedAt(fallen, at));
  return { consents, voided };
}

/**
 * What is left to do where a party has not agreed: to note the consents that fell, and tell of them. The act that
 * found it is refused, and nothing else of it happens.
 */
export function noteFallen(deps: RegistrarDeps, { filing }: Case, { judged, of }: Agreement): Action[] {
  if (judged.fallen.length === 0) return [];
  const { consents = filing.consents, voided = filing.voided } = of.changed;
  const updatedAt = instantOf(deps.ports.now());
  const noted = { ...filing, consents, voided, version: filing.version + 1, updatedAt };
  return [...changeFiling(deps.store, filing, noted), ...tellOfVoided(deps, filing, judged.fallen)];
}

/** 409 with an error for each party that has not agreed, at its place in the form. */
export function consentsMissing(of: Case, { judged }: Agreement): Problem {
  const lacking = judged.signatures.filter((one) => judged.missing.includes(one.party));
  return new Problem('consents-missing', {
    errors: lacking.slice(0, 50).map(({ party, given, needed }) => ({
      in: 'body',
      pointer: `/form${toPointer(pathTo(of.open.form, party) ?? [])}`,
      code: 'signatures-missing',
      detail: {
        zh: `${party}：需${needed}人签署，有效${given}人`,
        en: `${party}: ${given} of ${needed} signatures`,
      },
    })),
  });
}

/** Where the text first stands in a form; `undefined` where it does not. */
function pathTo(value: unknown, text: string): PropertyKey[] | undefined {
  if (value === text) return [];
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, member] of Object.entries(value)) {
    const rest = pathTo(member, text);
    if (rest) return [key, ...rest];
  }
  return undefined;
}
