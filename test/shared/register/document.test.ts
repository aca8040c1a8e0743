import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  documentBytesMax,
  documentKinds,
  documentList,
  documentReasons,
  documentReference,
  documentState,
  documentStatuses,
  documentsMax,
  endingOf,
  endings,
  mediaTypes,
  scanResults,
} from '../../../shared/register/document.ts';
import {
  documentKindTexts,
  documentReasonTexts,
  documentStatusTexts,
} from '../../../shared/register/document-texts.ts';
import { filingNo, moment, partyNo } from './sample.ts';
import { expectShape, times } from './shape.ts';

const sha = (count: number) => String(count).padStart(64, '0');
const reference = (count = 1) => ({
  ...{ kind: 'identity', name: '执照.pdf', type: mediaTypes.pdf, sha256: sha(count), bytes: 10 },
  parties: [partyNo(1)],
});

describe('what a filing names a document by (A2.1)', () => {
  it('is read as it was written, and nothing unknown with it', () => {
    expectShape(documentReference, {
      full: reference(),
      optional: ['/parties'],
      taken: {
        ...{ '/kind': documentKinds, '/type': Object.values(mediaTypes), '/name': ['字'.repeat(200)] },
        ...{ '/bytes': [1, documentBytesMax], '/parties': [times(40, partyNo(1))] },
      },
      refused: {
        ...{ '/kind': ['photo'], '/type': ['text/html', 'pdf'], '/name': ['字'.repeat(201), ''] },
        ...{ '/bytes': [0, documentBytesMax + 1, 1.5], '/parties': [[], times(41, partyNo(1))] },
        '/sha256': [sha(1).slice(1), `${sha(1)}0`, 'A'.repeat(64), ` ${sha(1).slice(1)}`, `x${sha(1)}`],
      },
    });
    expect(documentBytesMax).toBe(50 * 1024 * 1024);
  });

  it('has one ending for each type, and each ending its type', () => {
    expect(endings.map((ending) => endingOf(mediaTypes[ending]))).toEqual(endings);
    expect([...endings].sort()).toEqual(Object.keys(mediaTypes).sort());
    expect(() => endingOf('text/html' as never)).toThrow(/no ending for text\/html/);
  });
});

describe('the list of a filing’s documents', () => {
  const issuesOf = (list: unknown[]) =>
    documentList
      .safeParse(list)
      .error?.issues.map(({ path, code, message }) => `${path.join('/')} ${code} ${message}`) ?? [];

  it('names the same bytes once; each that comes again is told by its place', () => {
    expect(issuesOf([])).toEqual([]);
    expect(issuesOf([reference(1), reference(2)])).toEqual([]);
    const again = { ...reference(1), name: '另一份.pdf' };
    expect(issuesOf([reference(1), reference(2), again, again])).toEqual([
      '2/sha256 custom form.repeatedDocument',
      '3/sha256 custom form.repeatedDocument',
    ]);
  });

  it('hides nothing else that is wrong, when it names the same bytes twice', () => {
    const whole = z.strictObject({ documents: documentList }).refine(() => false, 'and more');
    const { error } = whole.safeParse({ documents: [reference(1), reference(1)] });
    expect(error?.issues.map(({ message }) => message)).toEqual(['form.repeatedDocument', 'and more']);
  });

  it('holds thirty at most', () => {
    const many = (count: number) => Array.from({ length: count }, (_, at) => reference(at));
    expect(documentsMax).toBe(30);
    expect(issuesOf(many(30))).toEqual([]);
    expect(documentList.safeParse(many(31)).success).toBe(false);
  });
});

describe('the state of a document', () => {
  it('is read as it was written, and nothing unknown with it', () => {
    expectShape(documentState, {
      full: {
        ...{ filing: filingNo(1), sha256: sha(1), type: mediaTypes.pdf, bytes: 10, status: 'review' },
        ...{ version: 1, since: moment('2026-11-23T02:00:00.000Z'), reason: 'scanFailed', words: '看不清' },
        ...{ object: 'v1', scan: { result: 'clean', object: 'v1' } },
      },
      optional: ['/reason', '/words', '/object', '/scan'],
      taken: {
        ...{ '/status': documentStatuses, '/reason': documentReasons, '/scan/result': scanResults },
        ...{
          '/words': ['字'.repeat(500)],
          '/object': ['x'.repeat(1024)],
          '/scan/object': ['x'.repeat(1024)],
        },
      },
      refused: {
        ...{ '/status': ['lost'], '/reason': ['ugly'], '/scan/result': ['perhaps'], '/version': [0, 1.5] },
        ...{ '/words': ['字'.repeat(501), ''], '/object': ['x'.repeat(1025)] },
        ...{ '/scan/object': ['x'.repeat(1025)], '/bytes': [1.5], '/sha256': ['x'] },
      },
    });
  });

  it('has closed words, each in use', () => {
    expect(documentStatuses).toEqual([
      ...['awaited', 'checking', 'scanning', 'clean', 'infected', 'unfit', 'review'],
    ]);
    expect(scanResults).toEqual(['clean', 'infected', 'failed', 'unsupported', 'refused']);
    expect([...documentReasons].sort()).toEqual(Object.keys(documentReasonTexts).sort());
    expect([...documentStatuses].sort()).toEqual(Object.keys(documentStatusTexts).sort());
    expect([...documentKinds].sort()).toEqual(Object.keys(documentKindTexts).sort());
  });
});

describe('the texts about documents', () => {
  it.each([
    ['kinds', documentKindTexts],
    ['statuses', documentStatusTexts],
    ['reasons', documentReasonTexts],
  ])('say every one of the %s in Chinese and in English, and no two alike', (_what, texts) => {
    const all = Object.values(texts);
    for (const { zh, en } of all) {
      expect(zh, en).toMatch(/\p{Script=Han}.*\P{P}$/u);
      expect(en, zh).toMatch(/^[A-Za-z][\x20-\x7e]*$/);
    }
    expect(new Set(all.map(({ zh }) => zh)).size).toBe(all.length);
    expect(new Set(all.map(({ en }) => en)).size).toBe(all.length);
  });
});
