import type { Handlers } from '../_platform/handlers.ts';
import { Problem } from '../_platform/problem.ts';
import type { Library } from './library.ts';

/** The operations of this function; it reads nothing but its own code. */
export function referenceHandlers(library: Library): Handlers<'reference'> {
  return {
    'reference.openapi': async () => {
      const { body, etag } = library.document();
      return { body, etag };
    },
    'reference.docs': async ({ query, language }) => {
      const { text, etag } = library.page(query.lang ?? language);
      return { body: text, etag };
    },
    'names.algorithm': async () => library.names(),
    'procedures.list': async () => library.procedures(),
    'procedures.get': async ({ params }) => {
      const found = library.procedure(params.procedureId);
      if (!found) throw new Problem('not-found');
      return found;
    },
  };
}
