import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../../shared/kernel/digest.ts';
import { rightOf } from '../../../../shared/kernel/right.ts';
import {
  bodyBytes,
  importAct,
  importBody,
  importBodyMediaType,
  readBody,
  titlesOf,
} from '../../../../shared/register/import/body.ts';
import { bases, title } from '../../../../shared/register/title.ts';
import { entryNo, moment, patentNo, titleOf } from '../sample.ts';
import { expectShape, idOf } from '../shape.ts';

const { right, particulars, owners, facts, source } = titleOf(patentNo(1));
const row = { right, particulars, owners, facts, source };
const made = { entry: entryNo(7), instant: moment('2026-11-22T06:00:00.000Z') };
const full = {
  ...{
    schema: 'import-1',
    batch: idOf('bat'),
    source: 'test',
    statusBasis: 'source',
    annuityBasis: 'assumed',
  },
  ...{ salt: 'AA', created: [{ line: 2, ...row }], unchanged: [{ line: 3, right: rightOf(patentNo(2)) }] },
  rejected: [{ line: 4, digest: digestOf(1), faults: [{ field: 'kind', code: 'cell.required' }] }],
};
const body = importBody.parse(full);

describe('the body of an import, whose digest the journal holds for ever', () => {
  it('is read as it was written, and nothing unknown with it', () => {
    expectShape(importBody, {
      full,
      optional: ['/created/0/particulars/mainClassification', '/created/0/particulars/grantDate'],
      taken: {
        ...{ '/statusBasis': bases, '/annuityBasis': bases, '/unchanged': [[]], '/rejected': [[]] },
        '/rejected/0/faults': [[]],
      },
      refused: {
        ...{ '/schema': ['import-2', ''], '/statusBasis': ['guess', ''], '/created': [[]] },
        ...{ '/created/0/line': [0.5], '/created/0/owners': [[]], '/unchanged/0/line': [0.5] },
        '/rejected/0/line': [0.5],
      },
    });
    expect([importAct, importBodyMediaType]).toEqual(['patent.import', 'application/json']);
  });

  it('is the same bytes whatever the order of its members, and is read back from them', () => {
    const turned = Object.fromEntries(Object.entries(full).reverse());
    expect(bodyBytes(importBody.parse(turned))).toEqual(bodyBytes(body));
    expect(readBody(bodyBytes(body))).toEqual(full);
  });

  it('is not read from what is none: other JSON, or bytes that are no UTF-8', () => {
    expect(() => readBody(new TextEncoder().encode('{}'))).toThrow();
    const bytes = bodyBytes(body);
    const ruined = new TextEncoder().encode(new TextDecoder().decode(bytes).replace('"test"', '"t?st"'));
    ruined[ruined.indexOf('?'.charCodeAt(0))] = 0xff;
    expect(() => readBody(ruined)).toThrow(TypeError);
  });

  it('makes each of its lines a title at version 1, by its entry and of its instant, that nothing holds', () => {
    expect(titlesOf(body, made)).toEqual([{ ...row, version: 1, ...made, holds: [] }]);
    for (const one of titlesOf(body, made)) expect(title.parse(one)).toEqual(one);
  });
});
