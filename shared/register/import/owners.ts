import type * as z from 'zod';
import { canonicalJson } from '../../kernel/digest.ts';
import { line } from '../../kernel/plain-text.ts';
import { type Identifier, identifier } from '../party.ts';
import type { Title } from '../title.ts';
import type { CellReader } from './cell.ts';
import type { Cells } from './columns.ts';
import { type LineFaultCode, lineFaultOf } from './faults.ts';

type Owner = Title['owners'][number];

const ownersMax = 50;
const ownerName = line(300);

/** The parts of a list in one cell; a full-width semicolon is never part of an organisation's name. */
const partsOf = (cell: string) => cell.split(/[;；]/).map((part) => part.trim());

/** 专利权人: the owners of a line, `;` between them, each with the identifier at its place where there is one. */
export function readOwners(cells: Cells, reader: CellReader): Owner[] | undefined {
  if (cells.patentees === undefined) {
    reader.fail('patentees', 'cell.required');
    return undefined;
  }
  const names = partsOf(cells.patentees).map((part) => ownerName.safeParse(part));
  const [bad] = names.flatMap(({ error }) => error ?? []);
  if (names.length > ownersMax) reader.fail('patentees', 'owners.tooMany');
  else if (bad) reader.fail('patentees', lineFaultOf(bad));
  const identifiers = readIdentifiers(cells, reader, names.length);
  const owners = names.flatMap((name, index): Owner[] => {
    const known = identifiers[index];
    return name.success ? [{ name: name.data, ...(known && { identifier: known }) }] : [];
  });
  // Two owners may share a name, but not name and identifier.
  if (new Set(owners.map(canonicalJson)).size < owners.length) reader.fail('patentees', 'owners.repeated');
  return owners;
}

function readIdentifiers(cells: Cells, reader: CellReader, count: number): (Identifier | undefined)[] {
  if (cells.patenteeIdentifiers === undefined) return [];
  const parts = partsOf(cells.patenteeIdentifiers);
  if (parts.length !== count) {
    reader.fail('patenteeIdentifiers', 'owners.identifierCount');
    return [];
  }
  const parsed = parts.map((part) => {
    if (part === '') return undefined;
    const [scheme, ...rest] = part.split(':');
    return identifier.safeParse({ scheme, value: rest.join(':') });
  });
  const [bad] = parsed.flatMap((one) => one?.error ?? []);
  if (bad) reader.fail('patenteeIdentifiers', codeOf(bad));
  return parsed.map((one) => one?.data);
}

/** A scheme that no identifier has is an issue of the union itself. */
function codeOf(error: z.ZodError): LineFaultCode {
  return error.issues[0]?.code === 'invalid_union' ? 'owners.identifierScheme' : lineFaultOf(error);
}
