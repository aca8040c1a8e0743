export const REGION = 'cn-north-1';
export const KEYS: Readonly<Record<string, string>> = {
  AKIAWRITER: 'writer-secret',
  AKIAOTHER: 'other-secret',
};
export const PLAIN = 'plain-bucket';
export const KEPT = 'kept-bucket';
