import * as z from 'zod';
import { parseTilePath } from '../../journal/tile.ts';
import { instant } from '../../kernel/instant.ts';
import { rows } from '../operation.ts';

const tilePath = z.strictObject({
  path: z
    .string()
    .max(200)
    .refine((text) => parseTilePath(`tile/${text}`) !== undefined, 'tile.path')
    .describe('Level and place of a tile or of a bundle of entries, as C2SP tlog-tiles writes them'),
});

/** A public key under which signatures of the register are checked. */
const verifierKey = z.strictObject({
  /** `name+id+key`, as C2SP signed-note writes it. */
  key: z.string(),
  signs: z.enum(['checkpoints', 'certificates']),
  /** False for one that signed before: what it signed then stays valid. */
  current: z.boolean(),
});

export const journalOperations = rows([
  {
    id: 'journal.checkpoint',
    audience: 'public',
    method: 'GET',
    path: '/checkpoint',
    function: 'journal',
    summary: {
      zh: '登记日志的最新检查点',
      en: 'The newest checkpoint of the journal (C2SP tlog-checkpoint)',
    },
    success: { status: 200, schema: z.string(), mediaType: 'text/plain; charset=utf-8' },
    problems: ['not-found'],
    etag: 'answered',
  },
  {
    id: 'journal.tile',
    audience: 'public',
    method: 'GET',
    path: '/tile/{path+}',
    function: 'journal',
    summary: {
      zh: '登记日志的哈希块与条目块',
      en: 'A tile of hashes or a bundle of entries of the journal (C2SP tlog-tiles)',
    },
    params: tilePath,
    success: { status: 200, schema: z.string(), mediaType: 'application/octet-stream' },
    problems: ['not-found'],
    etag: 'answered',
  },
  {
    id: 'journal.keys',
    audience: 'public',
    method: 'GET',
    path: '/v1/journal/keys',
    function: 'journal',
    summary: { zh: '登记日志与证书的公钥', en: 'The public keys of checkpoints and certificates' },
    success: {
      status: 200,
      schema: z.strictObject({
        origin: z.string(),
        size: z.int().min(0).describe('Leaves in the log'),
        instant: instant.describe('How far an answer asOf an instant reaches'),
        keys: z.array(verifierKey),
      }),
    },
    problems: ['not-found'],
  },
]);
