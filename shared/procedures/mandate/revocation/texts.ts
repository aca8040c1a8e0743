import type { Localised } from '../../../kernel/localised.ts';

export const procedureTitle: Localised = { zh: '撤销或者辞去代理委托', en: 'Revocation of a mandate' };
