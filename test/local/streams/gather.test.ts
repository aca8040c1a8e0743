import { describe, expect, it } from 'vitest';
import { gather } from '../../../local/streams/gather.ts';
import type { StreamRecord } from '../../../local/streams/record.ts';

const record = (name: string, bytes = 10): StreamRecord => ({
  eventId: name,
  sequenceNumber: name,
  createdMs: 0,
  event: {},
  bytes,
});
const names = (batch: readonly StreamRecord[]) => batch.map(({ sequenceNumber }) => sequenceNumber).join(' ');

describe('a gathering', () => {
  it('is due when its window is over, counted from its first record', () => {
    const gathering = gather(10, 1_000);
    expect(gathering.dueInMs(0)).toBeUndefined();
    gathering.add([record('1')], 500);
    gathering.add([record('2')], 900);
    expect(gathering.dueInMs(900)).toBe(600);
    expect(gathering.dueInMs(1_500)).toBe(0);
    expect(names(gathering.take(1_500))).toBe('1 2');
    expect(gathering.waiting).toBe(0);
  });

  it('is due at once without a window', () => {
    const gathering = gather(10, 0);
    gathering.add([record('1')], 500);
    expect(gathering.dueInMs(500)).toBe(0);
  });

  it('is due when it is full by count, and holds no more than that', () => {
    const gathering = gather(2, 1_000);
    gathering.add(
      ['1', '2', '3'].map((name) => record(name)),
      0,
    );
    expect(gathering.dueInMs(0)).toBe(0);
    expect(names(gathering.take(0))).toBe('1 2');
    expect(gathering.dueInMs(0)).toBe(1_000);
    expect(names(gathering.take(1_000))).toBe('3');
  });

  it('is due when it is full by size, and holds no more than an event may', () => {
    const gathering = gather(100, 1_000, 100);
    gathering.add(
      ['1', '2', '3'].map((name) => record(name, 30)),
      0,
    );
    expect(gathering.dueInMs(0)).toBe(0);
    expect(names(gathering.take(0))).toBe('1 2');
    expect(names(gathering.take(0))).toBe('3');
  });

  it('never holds a record back for ever, however large it is', () => {
    const gathering = gather(100, 0, 100);
    gathering.add([record('1', 500), record('2')], 0);
    expect(names(gathering.take(0))).toBe('1');
  });
});
