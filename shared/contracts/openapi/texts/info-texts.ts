/** The document's own title and introduction; the readable page says the same at more length. */
export const infoTexts = {
  title: { zh: '知识产权登记簿', en: 'IP Register' },
  description: {
    zh: [
      '知识产权交易的统一在线登记，首先是专利权质押。',
      '字段名为 lowerCamelCase；时间为 UTC（RFC 3339），日期为北京时间的 YYYY-MM-DD，金额为字符串加币种。',
      '改变内容的 POST 须带 Idempotency-Key；编辑须带 If-Match；列表用游标分页，并附 Link（RFC 8288）。',
      '问题以 application/problem+json（RFC 9457）答复，语言按 Accept-Language；401、403、413、429、500、503 也可能由网关自行答复，形如 {"message":"..."}。',
      '答复可能增加字段，请忽略不认识的字段；请求中不认识的字段会被拒绝。',
    ].join('\n\n'),
    en: [
      'One online register for transactions in intellectual property, patent pledges first.',
      'Fields are lowerCamelCase; times are UTC (RFC 3339), dates YYYY-MM-DD in Asia/Shanghai, money a string with its currency.',
      'A POST that changes something carries Idempotency-Key; an edit carries If-Match; lists are paged by cursor, with Link (RFC 8288).',
      'Problems are application/problem+json (RFC 9457) in the language of Accept-Language; 401, 403, 413, 429, 500 and 503 may also come from the gateway itself, as {"message":"..."}.',
      'Answers may gain fields: ignore those you do not know. Unknown fields in requests are refused.',
    ].join('\n\n'),
  },
} as const;
