import { type Context, demand, type Reply, versionHeader } from './context.ts';
import { notImplemented } from './errors.ts';
import { requestedVersion } from './get-object.ts';

/** DeleteObject: a marker on top where versions are kept, one version for good with `versionId`, else the object. */
export async function deleteObject(context: Context, key: string): Promise<Reply> {
  const { request, store, bucket } = context;
  if ([...request.headers.keys()].some((name) => name.startsWith('if-'))) {
    throw notImplemented('conditional deletes');
  }
  const versionId = requestedVersion(context);
  demand(context, versionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion', bucket.name, key);
  const subject =
    versionId === undefined
      ? await store.remove(bucket.name, key)
      : await store.removeVersion(bucket.name, key, versionId);
  if (!subject) return { status: 204, headers: {} };
  const marker: Record<string, string> = subject.deleteMarker ? { 'x-amz-delete-marker': 'true' } : {};
  return { status: 204, headers: { ...marker, ...versionHeader(context, subject) } };
}
