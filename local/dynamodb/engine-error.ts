/** Why the local cloud cannot start or go on; each has one line that tells the reader what to do. */
const localCloudErrorCodes = [
  'java-missing',
  'java-too-old',
  'engine-missing',
  'port-taken',
  'folder-unusable',
  'folder-in-use',
  'folder-corrupt',
  'engine-died',
  'engine-silent',
  'table-differs',
  'template-unreadable',
] as const;

export type LocalCloudErrorCode = (typeof localCloudErrorCodes)[number];

/** An expected failure of the local cloud. `message` is one line fit to be shown as it is. */
export class LocalCloudError extends Error {
  readonly code: LocalCloudErrorCode;

  constructor(code: LocalCloudErrorCode, message: string) {
    super(message);
    this.name = 'LocalCloudError';
    this.code = code;
  }
}
