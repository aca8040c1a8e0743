import type { Handlers } from '../_platform/handlers.ts';
import type { DocumentsDeps } from './deps.ts';
import { judgeDocument, listReview } from './office.ts';
import { downloadDocument, downloadForOffice, listDocuments } from './reading.ts';
import { uploadDocument } from './upload.ts';

/** Every operation on documents. */
export function documentsHandlers(deps: DocumentsDeps): Handlers<'documents'> {
  return {
    'documents.list': listDocuments(deps),
    'documents.upload': uploadDocument(deps),
    'documents.download': downloadDocument(deps),
    'office.documents.list': listReview(deps),
    'office.documents.download': downloadForOffice(deps),
    'office.documents.judge': judgeDocument(deps),
  };
}
