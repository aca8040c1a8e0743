import type { Handlers } from '../_platform/handlers.ts';
import type { CertificatesDeps } from './deps.ts';
import { getCertificate, getProof } from './reading.ts';
import { getSearchCertificate } from './search.ts';

/** Every operation that the certificates serve. */
export function certificatesHandlers(deps: CertificatesDeps): Handlers<'certificates'> {
  return {
    'pledges.certificate': getCertificate(deps),
    'entries.proof': getProof(deps),
    'searchCertificates.get': getSearchCertificate(deps),
  };
}
