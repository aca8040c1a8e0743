import type { Mandate } from '../../../register/party.ts';
import type { Ground } from '../../../register/procedure.ts';
import { consentByAgent } from '../../party/grounds/standing.ts';
import { civilCode, civilCodeFrom } from '../../source.ts';
import { noMandate, type RevocationForm } from './form.ts';

/** The mandate of the form, if it is what the form says of it. */
export function mandateOf(form: RevocationForm, mandates: readonly Mandate[]): Mandate | undefined {
  return mandates.find(
    (one) => one.id === form.mandate && one.agent === form.agent && one.principal === form.principal,
  );
}

/** P18: who may end a mandate, its principal or its agent alone (Civil Code art. 173(2)); a stranger learns nothing. */
const notTheirs: Ground<RevocationForm> = {
  id: 'P18',
  source: civilCode(173),
  validFrom: civilCodeFrom,
  severity: 'refusal',
  heading: { zh: '没有可撤销的委托', en: 'No mandate of theirs to end' },
  text: {
    zh: '申请人与该代理人之间没有有效的此项委托，或者该委托因合并而生，不能撤销',
    en: 'The applicant has no such mandate running, or it arose from a merger and cannot be ended',
  },
  check: ({ form, filed, known }) => {
    if (form.mandate === noMandate) return [];
    const mandate = mandateOf(form, known.mandates);
    const own = [form.principal, form.agent].includes(filed.applicant);
    const running = mandate && mandate.revokedAt === undefined && !mandate.succession;
    return own && running ? [] : [{ pointer: '/mandate' }];
  },
};

export const grounds: readonly Ground<RevocationForm>[] = [notTheirs, consentByAgent];
