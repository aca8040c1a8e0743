import type { Localised } from '../../../kernel/localised.ts';

export const procedureTitle: Localised = { zh: '代理委托登记', en: 'Grant of a mandate to an agent' };
