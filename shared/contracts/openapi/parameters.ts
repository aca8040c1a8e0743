import type { OperationRow } from '../operation.ts';
import { withText } from './annotate.ts';
import { type ComponentBook, pascal } from './component-book.ts';
import type { Parameter, Reference, Schema } from './document.ts';
import { fieldTextOf } from './texts/field-texts.ts';

/** Headers of requests, by the name of their component. */
export const headerParameters = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    description:
      'Made by the caller for one act, such as a UUID. Repeating the request with it gives the same reply for 30 days and changes nothing again',
    'x-description-zh':
      '由调用方为每一次行为生成（例如 UUID）。30日内以同一键重复请求得到同一答复，不会再次生效',
    schema: { type: 'string', pattern: '^[\\x21-\\x7e]{8,128}$' },
    example: '5f0c2a86-6a0e-4b64-9b0e-0a4d7c1c2f11',
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    required: true,
    description: 'The ETag last read; if it has changed since, the answer is 412 and nothing is changed',
    'x-description-zh': '最近读取的 ETag；其后已有更改的答复 412，不作任何更改',
    schema: { type: 'string', pattern: '^"\\d{1,15}"$' },
    example: '"3"',
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    description: 'ETags already held; if one is still current, the answer is 304 without a body',
    'x-description-zh': '已持有的 ETag；仍为最新的答复 304，不带正文',
    schema: { type: 'string' },
  },
  ActingParty: {
    name: 'Acting-Party',
    in: 'header',
    description: 'The party acted for; needed only where the account acts for several',
    'x-description-zh': '所代表的主体；账户可代表多个主体时必填',
    schema: { $ref: '#/components/schemas/PartyId' },
  },
  AcceptLanguage: {
    name: 'Accept-Language',
    in: 'header',
    description: 'Language of problems: zh, the default, or en',
    'x-description-zh': '问题说明的语言：zh（默认）或 en',
    schema: { type: 'string' },
    example: 'zh-CN, en;q=0.5',
  },
} as const satisfies Readonly<Record<string, Parameter>>;

/** Path and query parameters of all operations, each written once. */
export class ParameterBook {
  readonly #written = new Map<string, Parameter>();
  readonly #schemas: ComponentBook;

  constructor(schemas: ComponentBook) {
    this.#schemas = schemas;
  }

  /** References to what the operation takes beside its body. */
  of(row: OperationRow): Reference[] {
    const given = [...this.#shape(row, 'path'), ...this.#shape(row, 'query')].map((one) => this.#write(one));
    const headers: (keyof typeof headerParameters | false)[] = [
      row.idempotent === true && 'IdempotencyKey',
      row.etag === 'required' && 'IfMatch',
      row.method === 'GET' && row.etag !== undefined && 'IfNoneMatch',
      row.audience === 'own' && 'ActingParty',
      'AcceptLanguage',
    ];
    return [...given, ...headers.filter((name) => name !== false)].map((name) => ({
      $ref: `#/components/parameters/${name}`,
    }));
  }

  components(): Record<string, Parameter> {
    const sorted = [...this.#written].sort(([a], [b]) => (a < b ? -1 : 1));
    return { ...headerParameters, ...Object.fromEntries(sorted) };
  }

  #shape(row: OperationRow, where: 'path' | 'query'): Parameter[] {
    const schema = where === 'path' ? row.params : row.query;
    return Object.entries(schema?.shape ?? {}).map(([name, field]) => {
      const placed = this.#schemas.refer(field, 'input', pascal(name));
      const text = fieldTextOf(pascal(row.id), name);
      const optional = 'safeParse' in field && field.safeParse(undefined).success;
      const {
        description = name,
        'x-description-zh': zh = name,
        examples,
        ...shape
      } = withText(placed, text);
      return {
        name,
        in: where,
        ...(!optional && { required: true as const }),
        description: String(description),
        'x-description-zh': String(zh),
        schema: shape,
        ...(Array.isArray(examples) && { example: examples[0] }),
      };
    });
  }

  #write(parameter: Parameter): string {
    const base = `${pascal(parameter.name)}${pascal(parameter.in)}`;
    for (let count = 1; ; count += 1) {
      const name = count === 1 ? base : `${base}${count}`;
      const written = this.#written.get(name);
      if (written && !isSame(written, parameter)) continue;
      this.#written.set(name, parameter);
      return name;
    }
  }
}

function isSame(a: Schema, b: Schema): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
