import { bothSides } from './grounds/both-sides.ts';
import { commitmentBarred } from './grounds/commitment.ts';
import { alreadyPledged, stayed } from './grounds/conflicts.ts';
import { contractLacksItem, debtOutlivesPatent } from './grounds/contract.ts';
import type { PledgeGround } from './grounds/ground.ts';
import {
  coOwnerMissing,
  foreignWithoutAgency,
  personByNameAlone,
  pledgorIsNotOwner,
  unknownParty,
} from './grounds/parties.ts';
import {
  annuityUnpaid,
  ended,
  invalidationStarted,
  notGranted,
  sameDayInvention,
  unknownRight,
} from './grounds/right.ts';

/** g12 (其他不符合出质条件的情形) has no check: only an examiner may rely on it, and must say why. */
export const grounds: readonly PledgeGround[] = [
  unknownParty,
  unknownRight,
  foreignWithoutAgency,
  pledgorIsNotOwner,
  ended,
  notGranted,
  annuityUnpaid,
  stayed,
  debtOutlivesPatent,
  contractLacksItem,
  coOwnerMissing,
  alreadyPledged,

  sameDayInvention,
  invalidationStarted,
  commitmentBarred,
  bothSides,
  personByNameAlone,
];
