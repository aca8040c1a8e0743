import { afterEach, describe, expect, it, vi } from 'vitest';
import { memoryStore } from '../../../local/identity/memory.ts';

afterEach(() => void vi.useRealTimers());

describe('sessions and codes in memory', () => {
  it('forget what has expired', async () => {
    vi.useFakeTimers();
    const codes = memoryStore()('AuthorizationCode');
    await codes.upsert('a', { grantId: 'g' }, 60);
    vi.advanceTimersByTime(59_999);
    expect(await codes.find('a')).toEqual({ grantId: 'g' });
    vi.advanceTimersByTime(1);
    expect(await codes.find('a')).toBeUndefined();
  });

  it('let a code be consumed once, even when both saw it whole', async () => {
    const codes = memoryStore()('AuthorizationCode');
    await codes.upsert('a', {}, 60);
    await codes.consume('a');
    await expect(codes.consume('a')).rejects.toMatchObject({ error: 'invalid_grant' });
    expect(await codes.find('a')).toMatchObject({ consumed: true });
  });

  it('let a refresh token be used again within its client’s grace only', async () => {
    vi.useFakeTimers();
    const tokens = memoryStore({ graceSecondsOf: () => 30 })('RefreshToken');
    await tokens.upsert('a', { clientId: 'portal' }, 600);
    await tokens.consume('a');
    vi.advanceTimersByTime(20_000);
    await tokens.consume('a');
    expect(await tokens.find('a')).not.toHaveProperty('consumed');
    vi.advanceTimersByTime(10_000);
    expect(await tokens.find('a')).toHaveProperty('consumed', true);
    await expect(tokens.consume('a')).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it('keep models apart, and revoke by grant within one', async () => {
    const store = memoryStore();
    await store('RefreshToken').upsert('a', { grantId: 'g' }, 60);
    await store('RefreshToken').upsert('b', { grantId: 'h' }, 60);
    await store('Session').upsert('a', { uid: 'u' }, 60);
    await store('RefreshToken').revokeByGrantId('g');
    expect(await store('RefreshToken').find('a')).toBeUndefined();
    expect(await store('RefreshToken').find('b')).toBeDefined();
    expect(await store('Session').findByUid('u')).toEqual({ uid: 'u' });
  });

  it('hold no more than their limit: the expired go first, then the oldest', async () => {
    vi.useFakeTimers();
    const rows = memoryStore({ limit: 3 })('Interaction');
    await rows.upsert('old', {}, 600);
    await rows.upsert('brief', {}, 1);
    await rows.upsert('new', {}, 600);
    vi.advanceTimersByTime(2000);
    await rows.upsert('newer', {}, 600);
    expect(await rows.find('old')).toBeDefined();
    await rows.upsert('newest', {}, 600);
    expect(await rows.find('old')).toBeUndefined();
    expect(await rows.find('newest')).toBeDefined();
  });
});
