import { describe, expect, it } from 'vitest';
import {
  type DocumentReference,
  type DocumentState,
  documentStatuses,
  mediaTypes,
} from '../../../shared/register/document.ts';
import {
  missingDocuments,
  type RequiredDocument,
  statusOf,
  uncleanDocuments,
} from '../../../shared/register/required-documents.ts';
import { filingNo, moment, partyNo } from './sample.ts';

const source = { zh: '法', en: 'law' };
const [owner, bank] = [partyNo(1), partyNo(2)];
const listed = (
  kind: DocumentReference['kind'],
  more: Partial<DocumentReference> = {},
): DocumentReference => ({
  ...{ kind, name: '文件.pdf', type: mediaTypes.pdf, sha256: 'a'.repeat(64), bytes: 10 },
  ...more,
});
const state = (more: Partial<DocumentState> = {}): DocumentState => ({
  ...{ filing: filingNo(1), sha256: 'a'.repeat(64), type: mediaTypes.pdf, bytes: 10, status: 'clean' },
  ...{ version: 3, since: moment('2026-11-23T02:00:00.000Z') },
  ...more,
});

describe('the documents that the law asks for (A2.1)', () => {
  const contract: RequiredDocument = { kind: 'pledgeContract', source };
  const identityOf = (party: typeof owner): RequiredDocument => ({ kind: 'identity', party, source });

  it('are missing as long as none of the kind is listed', () => {
    expect(missingDocuments([contract], [])).toEqual([contract]);
    expect(missingDocuments([contract], [listed('other')])).toEqual([contract]);
    expect(missingDocuments([contract], [listed('other'), listed('pledgeContract')])).toEqual([]);
    expect(missingDocuments([], [listed('other')])).toEqual([]);
  });

  it('of a party are that party’s own: a paper that names nobody, or another, does not do', () => {
    const required = [identityOf(owner), identityOf(bank)];
    expect(missingDocuments(required, [listed('identity')])).toEqual(required);
    expect(missingDocuments(required, [listed('identity', { parties: [bank] })])).toEqual([
      identityOf(owner),
    ]);
    expect(missingDocuments(required, [listed('powerOfAttorney', { parties: [owner, bank] })])).toEqual(
      required,
    );
  });

  it('of several parties may be one paper', () => {
    const both = listed('identity', { parties: [owner, bank] });
    expect(missingDocuments([identityOf(owner), identityOf(bank)], [both])).toEqual([]);
  });

  it('of no party in particular may be anybody’s', () => {
    expect(missingDocuments([contract], [listed('pledgeContract', { parties: [owner] })])).toEqual([]);
  });
});

describe('what a document listed stands at', () => {
  it('is what its bytes stand at, and nothing where they have not come', () => {
    for (const status of documentStatuses) expect(statusOf(listed('other'), state({ status }))).toBe(status);
    expect(statusOf(listed('other'), undefined)).toBe('awaited');
  });

  it('is not told by a state of another type or size than is now declared', () => {
    expect(statusOf(listed('other', { type: mediaTypes.png }), state())).toBe('awaited');
    expect(statusOf(listed('other', { bytes: 11 }), state())).toBe('awaited');
  });

  it('is told of those that are not clean, each with its place in the list', () => {
    const list = [listed('other'), listed('identity'), listed('pledgeContract')];
    const states = [state(), state({ status: 'infected' }), undefined];
    expect(uncleanDocuments(list, states)).toEqual([
      { index: 1, document: list[1], status: 'infected' },
      { index: 2, document: list[2], status: 'awaited' },
    ]);
    expect(uncleanDocuments(list, [state(), state(), state()])).toEqual([]);
  });
});
