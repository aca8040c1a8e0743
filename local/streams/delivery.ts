import type { Outcome } from '../lambda/protocol.ts';
import type { StreamRecord } from './record.ts';

/** Records of one shard, in their order; never empty. */
export type Batch = readonly StreamRecord[];

/** Hands a batch to the function. */
export type Send = (batch: Batch) => Promise<Outcome>;

/** What a plan does to deliveries beyond what a stream promises; there is one plan so far, to do nothing. */
export type DeliveryPlan = 'none';

/**
 * Delivers a batch. Every delivery of every mapping passes here, so that a plan may repeat, delay or reorder as the
 * cloud is free to; it must end with the outcome of the whole batch.
 */
export function deliver(batch: Batch, send: Send, plan: DeliveryPlan): Promise<Outcome> {
  switch (plan) {
    case 'none':
      return send(batch);
  }
}
