import type { Localised } from '../../../kernel/localised.ts';

export const procedureTitle: Localised = {
  zh: '主体名称、住所等信息变更',
  en: 'Change of a party’s name, address or institution',
};
