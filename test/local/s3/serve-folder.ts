import { startS3 } from '../../../local/s3/server.ts';
import { KEYS, PLAIN, REGION } from './names.ts';

/** Serves the folder named on the command line until killed; prints its port. */
const s3 = await startS3({
  folder: process.argv[2] ?? '',
  region: REGION,
  buckets: [{ name: PLAIN, versioned: false, cors: [] }],
  secretOf: (id) => KEYS[id],
  authorise: () => true,
});
console.log(s3.port);
