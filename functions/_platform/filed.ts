import { shanghaiDate } from '../../shared/kernel/plain-date.ts';
import type { Filing } from '../../shared/register/filing.ts';
import type { FiledFacts } from '../../shared/register/procedure.ts';

/** What the grounds may know of a filing beside its form; its consents are those that stand. */
export function filedFacts(filing: Filing): FiledFacts {
  const { applicant, filedBy, documents, consents, objections = [], receivedAt } = filing;
  return {
    ...{ applicant, filedBy, documents },
    consents: consents.map(({ party, by }) => ({ party, by })),
    objections: objections.map(({ party, at }) => ({ party, on: shanghaiDate(at) })),
    ...(receivedAt && { receivedOn: shanghaiDate(receivedAt) }),
  };
}
