import { appealOperations } from '../../shared/contracts/operations/appeals.ts';
import { correctionOperations } from '../../shared/contracts/operations/corrections.ts';
import { examinerOperations } from '../../shared/contracts/operations/examiners.ts';
import { reviewOperations } from '../../shared/contracts/operations/reviews.ts';
import { systemPorts } from '../_platform/clock.ts';
import { readConfig } from '../_platform/config.ts';
import { serve } from '../_platform/serve.ts';
import { openStore } from '../_platform/store/open-store.ts';
import { examinersHandlers } from './handlers.ts';

const config = readConfig(['TABLE_FILINGS', 'DEMONSTRATION']);
const rows = [
  ...examinerOperations,
  ...reviewOperations,
  ...appealOperations,
  ...correctionOperations,
] as const;
const deps = { store: openStore(config), ports: systemPorts, demonstration: config.DEMONSTRATION };

/** Serves the examiners' queue and their own facts. It writes no register item and decides nothing. */
export const handler = serve('examiners', rows, deps, examinersHandlers(deps));
