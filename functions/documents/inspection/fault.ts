import type { DocumentReason } from '../../../shared/register/document.ts';

/** What is wrong with a document's bytes; nothing where they are what they claim to be. */
export type Fault =
  | Extract<
      DocumentReason,
      | 'otherSize'
      | 'otherDigest'
      | 'otherType'
      | 'malformed'
      | 'trailingBytes'
      | 'hiddenArchive'
      | 'encrypted'
      | 'macros'
      | 'embedded'
      | 'expandsTooFar'
    >
  | undefined;
