import type { Localised } from '../../../kernel/localised.ts';

export const procedureTitle: Localised = { zh: '主体合并', en: 'Merger of a party into another' };
