import { S3Client } from '@aws-sdk/client-s3';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { documentOperations } from '../../shared/contracts/operations/documents.ts';
import { systemPorts } from '../_platform/clock.ts';
import { readConfig } from '../_platform/config.ts';
import { serve } from '../_platform/serve.ts';
import { openStore } from '../_platform/store/open-store.ts';
import { openAddresses } from './addresses.ts';
import type { DocumentsDeps } from './deps.ts';
import { onEvent } from './events.ts';
import { documentsHandlers } from './handlers.ts';
import { openVault } from './vault.ts';

const config = readConfig(['TABLE_FILINGS', 'TABLE_PARTIES', 'BUCKET_DOCUMENTS', 'DEMONSTRATION']);

/** Path-style addresses, as everywhere in the house; checksums only where a command names one. */
const client = new S3Client({
  forcePathStyle: true,
  maxAttempts: 4,
  requestChecksumCalculation: 'WHEN_REQUIRED',
});

const deps: DocumentsDeps = {
  store: openStore(config),
  vault: openVault(config.BUCKET_DOCUMENTS, client),
  addresses: openAddresses(config.BUCKET_DOCUMENTS, client),
  ports: systemPorts,
  demonstration: config.DEMONSTRATION,
};

const http = serve('documents', documentOperations, deps, documentsHandlers(deps));

/** Serves the documents' routes, and takes in what the bucket, the scanner and the clock report. */
export const handler = (
  event: APIGatewayProxyEventV2 | { readonly 'detail-type': string },
  context: Context,
) => ('routeKey' in event ? http(event, context) : onEvent(deps, event));
