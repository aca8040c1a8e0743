import type { Localised } from '../../../kernel/localised.ts';

export const procedureTitle: Localised = { zh: '主体登记', en: 'Enrolment of a party' };
