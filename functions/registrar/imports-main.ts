import { openBodies } from '../_platform/bodies.ts';
import { systemPorts } from '../_platform/clock.ts';
import { readConfig } from '../_platform/config.ts';
import { openStore } from '../_platform/store/open-store.ts';
import { importsHandler } from './imports/handlers.ts';

const config = readConfig(['TABLE_REGISTER', 'TABLE_FILINGS', 'BUCKET_BODIES', 'DEMONSTRATION']);

export const handler = importsHandler({
  store: openStore(config),
  bodies: openBodies(config.BUCKET_BODIES),
  ports: systemPorts,
  demonstration: config.DEMONSTRATION,
});
