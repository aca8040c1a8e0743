import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../shared/kernel/digest.ts';
import {
  contentOf,
  correctionRequest,
  isChanged,
  requestedItem,
  requestOf,
  unanswered,
} from '../../../shared/register/correction-request.ts';
import { moment } from './sample.ts';
import { expectShape, times } from './shape.ts';

const by = { account: 'e1', at: moment('2026-11-23T02:00:00.000Z') };
const content = {
  form: { rights: ['1', '2'], claim: { amount: '5.00' } },
  documents: [{ name: '质押合同.pdf' }],
};
const item = (pointer: string) => ({ pointer, text: '请更正' });

describe('a request for correction (A2.4)', () => {
  it('looks at form and documents as one', () => {
    expect(contentOf(content)).toEqual({ ...content.form, documents: content.documents });
  });

  it('remembers of each item what stood there, by its digest, and that something was absent', () => {
    const request = requestOf(content, [item('/claim/amount'), item('/debtor'), item('')], by);
    expect(request).toMatchObject({ ...by, items: [item('/claim/amount'), item('/debtor'), item('')] });
    expect(request.items.map((one) => one.was)).toEqual([
      digestOf({ found: '5.00' }),
      digestOf({ absent: true }),
      digestOf({ found: contentOf(content) }),
    ]);
    expect(request.items.every((one) => one.reply === undefined)).toBe(true);
    expect(correctionRequest.parse(request)).toEqual(request);
  });

  it.each([
    ['/claim/amount', { ...content, form: { ...content.form, claim: { amount: '6.00' } } }],
    ['/debtor', { ...content, form: { ...content.form, debtor: { name: 'x' } } }],
    ['/rights/1', { ...content, form: { ...content.form, rights: ['1'] } }],
    ['/documents', { ...content, documents: [] }],
    ['/documents/0/name', { ...content, documents: [{ name: '合同.pdf' }] }],
    ['', { ...content, documents: [] }],
  ])('sees that what stood at "%s" was changed', (pointer, after) => {
    const [asked] = requestOf(content, [item(pointer)], by).items;
    if (!asked) throw new Error('an item that was asked');
    expect(isChanged(content, asked)).toBe(false);
    expect(isChanged(after, asked)).toBe(true);
  });

  it('is answered where the party changed what stood there, or replied; the places left are told', () => {
    const asked = [item('/claim/amount'), item('/rights'), item('/documents')];
    const request = requestOf(content, asked, by);
    expect(unanswered(content, request)).toEqual([0, 1, 2]);
    const changed = { ...content, form: { ...content.form, rights: ['2'] } };
    expect(unanswered(changed, request)).toEqual([0, 2]);
    const replied = {
      ...request,
      items: request.items.map((one, at) => (at ? one : { ...one, reply: '已核' })),
    };
    expect(unanswered(changed, replied)).toEqual([2]);
    expect(unanswered(content, { ...request, items: [] })).toEqual([]);
  });

  it('is read as it was written, and nothing unknown with it', () => {
    const full = { ...by, items: [{ ...item('/claim'), was: digestOf(1), reply: '已核' }] };
    expectShape(correctionRequest, {
      full,
      optional: ['/items/0/reply'],
      taken: { '/items': [[], times(50, full.items[0])], '/items/0/reply': ['字'.repeat(1000)] },
      refused: {
        ...{ '/items': [times(51, full.items[0])], '/items/0/reply': ['字'.repeat(1001), ''] },
        ...{ '/items/0/was': ['sha256:x'], '/account': ['', 'a b'] },
      },
    });
  });

  it('points with plain words alone, since a pointer is shown to the party as it is', () => {
    const long = `/${'x'.repeat(199)}`;
    expectShape(requestedItem, {
      full: item('/rights/0'),
      optional: [],
      taken: { '/pointer': ['', '/a', '/a/b-c.d~1e/0', long], '/text': ['字'.repeat(500)] },
      refused: {
        '/pointer': ['a', '/', '/a/', '//a', '/a b', '/<b>', ' /a', '/a\n', `${long}x`],
        '/text': ['', '字'.repeat(501)],
      },
    });
  });
});
