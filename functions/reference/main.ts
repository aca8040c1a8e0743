import { readFileSync } from 'node:fs';
import { referenceOperations } from '../../shared/contracts/operations/reference.ts';
import { systemPorts } from '../_platform/clock.ts';
import { readConfig } from '../_platform/config.ts';
import { stack } from '../_platform/stack.ts';
import { referenceHandlers } from './handlers.ts';
import { openLibrary } from './library.ts';
import { presentation } from './presentation.ts';

const { DEMONSTRATION: demonstration } = readConfig(['DEMONSTRATION']);

/** The bundle carries the script of the verification page beside its code. */
const script = () => readFileSync(new URL('verify.js', import.meta.url), 'utf8');

const library = openLibrary(demonstration, script);

/**
 * Serves the description of the API and of the procedures, and answers every address that no route takes with
 * the problem `not-found`. It reads no table.
 */
export const handler = stack(
  'reference',
  referenceOperations,
  { openings: undefined, ports: systemPorts, demonstration },
  referenceHandlers(library),
).use(presentation(library));
