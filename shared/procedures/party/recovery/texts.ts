import type { Localised } from '../../../kernel/localised.ts';

export const procedureTitle: Localised = {
  zh: '主体账户恢复',
  en: 'Recovery of a party whose accounts are lost',
};
