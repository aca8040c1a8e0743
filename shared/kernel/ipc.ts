import * as z from 'zod';
import { type Branded, branded } from './brand.ts';
import { fault } from './fault.ts';

/** A symbol of the International Patent Classification 国际专利分类号, written `H04L 9/32` (J3). */
export type Ipc = Branded<'Ipc'>;

/** A class and subclass of the Locarno Classification for designs 洛迦诺分类号, written `14-02` (J3). */
export type Locarno = Branded<'Locarno'>;

export type ParsedIpc = {
  readonly symbol: Ipc;
  /** A to H. */
  readonly section: string;
  /** With its section: `H04`. */
  readonly class: string;
  /** With its class: `H04L`. */
  readonly subclass: string;
  readonly mainGroup: string;
  readonly subgroup: string;
};

const SYMBOL = /^[A-H](?!00)\d{2}[A-Z] [1-9]\d{0,3}\/\d{2,6}$/;

/** Sources write `F01N1/00`, `F01N 001/00` or `f01n  1/00`: one spelling goes into the register. */
function normalise(text: string): string {
  const found = /^([A-H]\d{2}[A-Z])\s*0*(\d{1,4})\s*\/\s*(\d{2,6})$/.exec(text.trim().toUpperCase());
  return found ? `${found[1]} ${found[2]}/${found[3]}` : text;
}

/** The parts of a symbol, or undefined where it is not well formed. The scheme's own list is not consulted. */
export function parseIpc(text: string): ParsedIpc | undefined {
  const symbol = normalise(text);
  if (!SYMBOL.test(symbol)) return undefined;
  const [mainGroup = '', subgroup = ''] = symbol.slice(5).split('/');
  return {
    symbol: symbol as Ipc,
    section: symbol.slice(0, 1),
    class: symbol.slice(0, 3),
    subclass: symbol.slice(0, 4),
    mainGroup,
    subgroup,
  };
}

export const ipc = branded<Ipc>(
  z
    .string()
    .max(40, fault('ipc.format'))
    .meta({ description: 'IPC symbol', examples: ['H04L 9/32'] })
    .transform(normalise)
    .pipe(z.string().regex(SYMBOL, fault('ipc.format'))),
);

export const locarno = branded<Locarno>(z.string().regex(/^(?!00)\d{2}-\d{2}$/, fault('locarno.format')));
