import type { Handlers } from '../_platform/handlers.ts';
import type { CertificatesDeps } from './deps.ts';
import { getCertificate } from './issue.ts';
import { getSearchCertificate } from './search.ts';

/** Every operation that the certificates serve. */
export function certificatesHandlers(deps: CertificatesDeps): Handlers<'certificates'> {
  return {
    'pledges.certificate': getCertificate(deps),
    'searchCertificates.get': getSearchCertificate(deps),
  };
}
