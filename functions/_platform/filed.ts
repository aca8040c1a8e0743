import { shanghaiDate } from '../../shared/kernel/plain-date.ts';
import type { Filing } from '../../shared/register/filing.ts';
import type { FiledFacts } from '../../shared/register/procedure.ts';

/** What the grounds may know of a filing beside its form; only consents over the form as it stands count. */
export function filedFacts(filing: Filing, digest: string | undefined): FiledFacts {
  const { applicant, filedBy, documents, consents, receivedAt } = filing;
  return {
    ...{ applicant, filedBy, documents },
    consents: consents.filter((one) => one.digest === digest).map(({ party, by }) => ({ party, by })),
    ...(receivedAt && { receivedOn: shanghaiDate(receivedAt) }),
  };
}
