import { decodeBase64, encodeBase64 } from './base64.ts';
import { pathMax, sizeMax } from './proof.ts';
import { HASH_BYTES, type Hash } from './tree.ts';

/** C2SP tlog-proof: everything by which a stranger checks offline that an entry stands in the log. */
export type TlogProof = {
  readonly extra?: Uint8Array;
  readonly index: number;
  readonly path: readonly Hash[];
  /** The signed note of the checkpoint, verbatim. */
  readonly checkpoint: string;
};

const header = 'c2sp.org/tlog-proof@v1';

export function formatTlogProof({ extra, index, path, checkpoint }: TlogProof): string {
  const lines = [
    header,
    ...(extra ? [`extra ${encodeBase64(extra)}`] : []),
    `index ${index}`,
    ...path.map(encodeBase64),
  ];
  return `${lines.join('\n')}\n\n${checkpoint}`;
}

/** The proof in a text; undefined where it is none. What it proves is another matter. */
export function parseTlogProof(text: string): TlogProof | undefined {
  const end = text.indexOf('\n\n');
  if (end < 0) return undefined;
  const [first, ...lines] = text.slice(0, end).split('\n');
  if (first !== header || lines.length > pathMax + 2) return undefined;
  const extra = lines[0]?.startsWith('extra ')
    ? decodeBase64(lines.shift()?.slice('extra '.length) ?? '')
    : null;
  const index = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? '')?.[1];
  const path = lines.map(decodeBase64);
  if (extra === undefined || index === undefined || Number(index) > sizeMax) return undefined;
  if (!path.every((hash) => hash?.length === HASH_BYTES)) return undefined;
  return {
    ...(extra && { extra }),
    index: Number(index),
    path: path.filter((hash) => hash !== undefined),
    checkpoint: text.slice(end + 2),
  };
}
