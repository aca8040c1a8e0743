/** The day on which the lists below were last changed. What changes what is found is a new version of `name-2`. */
export const legalFormsAsOf = '2026-11-22';

/**
 * 组织形式: words that say what kind of organisation bears a name. They are written without spaces in Chinese, Japanese
 * and Korean, and left out at the end or at the beginning of a name, the longest first, as often as one stands there.
 */
export const joinedForms = {
  end: [
    ...['股份有限责任公司', '有限责任公司', '股份有限公司', '股份两合公司', '有限公司', '股份公司', '公司'],
    ...['集团', '控股', '有限合伙', '普通合伙', '特殊普通合伙', '合伙企业', '个人独资企业'],
    ...['株式会社', '有限会社', '合同会社', '合資会社', '合名会社', '주식회사', '유한회사'],
  ],
  start: ['株式会社', '有限会社', '合同会社', '合資会社', '合名会社', '주식회사', '유한회사'],
} as const;

/**
 * The same for names in words: each form is a word, or words that follow one another, as they are left when full stops
 * are gone (`S.p.A.` is `spa`) and other punctuation has become a space (`A/S` is `a s`, `(株)` is `株`). The English
 * article at the beginning goes with them.
 */
export const wordForms = {
  end: [
    ...['limited', 'ltd', 'company', 'co', 'incorporated', 'inc', 'corporation', 'corp', 'plc', 'llc', 'llp'],
    ...[
      'lp',
      'pty',
      'pte',
      'pvt',
      'private',
      'public',
      'holding',
      'holdings',
      'group',
      'sdn',
      'bhd',
      'berhad',
    ],
    ...['gmbh', 'mbh', 'ag', 'kg', 'kgaa', 'ohg', 'ug', 'se', 'ev', 'eg', 'sa', 's a', 'sas', 'sarl', 'snc'],
    ...[
      'srl',
      'spa',
      'sapa',
      'sl',
      'slu',
      'sau',
      'nv',
      'bv',
      'cv',
      'vof',
      'ab',
      'as',
      'a s',
      'aps',
      'asa',
      'oy',
    ],
    ...[
      'oyj',
      'kk',
      'kabushiki kaisha',
      'godo kaisha',
      'yk',
      'sp zoo',
      'sp z oo',
      'sro',
      'doo',
      'dd',
      'ad',
      'zrt',
    ],
    ...[
      'kft',
      'nyrt',
      'lda',
      'ltda',
      'sa de cv',
      's de rl de cv',
      'de cv',
      'ooo',
      'oao',
      'zao',
      'pao',
      'ооо',
    ],
    ...['оао', 'зао', 'пао', 'ао', '株', '有', '주', '유'],
    ...['aktiengesellschaft', 'gesellschaft mit beschränkter haftung', 'société anonyme', 'sociedad anónima'],
    ...['aktiebolag', 'aktieselskab', 'osakeyhtiö', 'naamloze vennootschap', 'societas europaea'],
  ],
  start: [
    ...['pt', 'ooo', 'oao', 'zao', 'pao', 'ооо', 'оао', 'зао', 'пао', 'ао', 'the', '株', '有', '주', '유'],
  ],
} as const;
