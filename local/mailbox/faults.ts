import * as z from 'zod';

/**
 * What the stand-in can be told to do wrong. `hangAfterAccept` takes the mail and never answers, `cutAfterAccept` takes
 * it and breaks the connection: in both the sender cannot know. `cutBefore` breaks it without the mail.
 */
export const faultModes = [
  'throttle',
  'refuse',
  'fail',
  'hangAfterAccept',
  'cutAfterAccept',
  'cutBefore',
] as const;
export type FaultMode = (typeof faultModes)[number];

export const faultOrder = z.strictObject({ mode: z.enum(faultModes), times: z.int().min(0).max(1000) });

export type Faults = {
  /** The next so many sendings go wrong in this way. */
  order(mode: FaultMode, times: number): void;
  /** Which way the next one goes wrong, if it does. */
  take(): FaultMode | undefined;
};

export function openFaults(): Faults {
  let left: { mode: FaultMode; times: number } | undefined;
  return {
    order: (mode, times) => {
      left = { mode, times };
    },
    take: () => {
      if (!left || left.times === 0) return undefined;
      left.times -= 1;
      return left.mode;
    },
  };
}
