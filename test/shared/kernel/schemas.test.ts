import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { faultText } from '../../../shared/kernel/fault.ts';
import { line, paragraph } from '../../../shared/kernel/plain-text.ts';

const folder = new URL('../../../shared/kernel/', import.meta.url);

/** Every schema that the kernel exports, found by looking, so that a new one cannot be forgotten here. */
async function exportedSchemas(): Promise<ReadonlyMap<string, z.ZodType>> {
  const found = new Map<string, z.ZodType>([
    ['line(20)', line(20)],
    ['paragraph(200)', paragraph(200)],
  ]);
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts'))) {
    const module: Record<string, unknown> = await import(new URL(file, folder).href);
    for (const [name, value] of Object.entries(module))
      if (value instanceof z.ZodType) found.set(name, value);
  }
  return found;
}

const schemas = await exportedSchemas();
const each = [...schemas];
const texts = each.filter(([name]) => !name.toLowerCase().endsWith('money'));

describe('every exported schema', () => {
  it('is found', () => {
    expect([...schemas.keys()].sort()).toEqual([
      'accountId',
      'addressId',
      'appealId',
      'batchId',
      'checkId',
      'correctionId',
      'digestText',
      'emailAddress',
      'entryId',
      'filingId',
      'instant',
      'ipc',
      'lei',
      'line(20)',
      'locarno',
      'mandateId',
      'money',
      'noticeId',
      'paragraph(200)',
      'partyId',
      'patentNumber',
      'plainDate',
      'pledgeRegistrationNumber',
      'positiveMoney',
      'reviewId',
      'rightId',
      'uscc',
    ]);
  });

  it.each(each)('%s converts to JSON Schema 2020-12, as input and as output', (_name, schema) => {
    for (const io of ['input', 'output'] as const) {
      const json = z.toJSONSchema(schema, { io, target: 'draft-2020-12' });
      expect(json['$schema']).toBe('https://json-schema.org/draft/2020-12/schema');
      expect(['string', 'object']).toContain(json.type);
    }
  });

  it.each(each)('%s writes only patterns that JSON Schema validators can compile', (_name, schema) => {
    const patterns = JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), (key, value) => {
      if (key === 'pattern') expect(() => new RegExp(value, 'u')).not.toThrow();
      return value;
    });
    expect(patterns).toContain('type');
  });

  it.each(texts)('%s explains each refusal of a text with a code that has both texts', (_name, schema) => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ minLength: 201 })), (text) => {
        for (const issue of schema.safeParse(text).error?.issues ?? []) {
          expect(faultText(issue.message), issue.message).toEqual({
            zh: expect.stringMatching(/\p{Script=Han}/u),
            en: expect.stringMatching(/\.$/),
          });
        }
      }),
    );
  });

  it.each(each)('%s refuses what is not text with an issue, never an exception', (_name, schema) => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        fc.pre(typeof value !== 'string');
        expect(schema.safeParse(value).success).toBe(false);
      }),
    );
  });
});

describe('faultText', () => {
  it('knows its codes alone', () => {
    expect(faultText('money.positive')?.en).toBe('The amount must be greater than zero.');
    for (const message of ['', 'toString', '__proto__', 'Invalid input']) {
      expect(faultText(message)).toBeUndefined();
    }
  });
});
