import { Duration } from 'aws-cdk-lib';
import type { FunctionName } from '../../shared/contracts/operation.ts';
import type { RegisterFunction } from '../constructs/register-function.ts';
import type { StateStack } from './state.ts';

/**
 * Lets a function keep a projection: it reads the journal, moves its own cursor and no other, is woken when the journal
 * grows and each minute besides, and is watched. What the effect itself needs, the area's stack grants.
 */
export function keepsProjection(keeper: RegisterFunction, name: FunctionName, state: StateStack): void {
  state.journal.grantRead(keeper);
  state.journal.grantWriteUnder(keeper, `PROJECTION#${name}`);
  state.journalObjects.grantGet(keeper, 'tile/');
  keeper.wokenBy(state.journal.stream, [{ pk: 'HEAD', sk: 'HEAD' }]);
  keeper.runEvery(Duration.minutes(1));
  keeper.alarmOnMeasure(
    'ProjectionBehind',
    { code: 'PROJECTION_TENDED', member: 'behindSeconds' },
    {
      threshold: Duration.minutes(5).toSeconds(),
      periods: 2,
      says: `What ${name} computes from the journal is five minutes behind it, or nothing looks after it.`,
      section: 'projection-behind',
    },
  );
  keeper.alarmOnLog('ProjectionAside', ['PROJECTION_ASIDE'], {
    says: `What ${name} computes from the journal lacks an entry that was tried again and again.`,
    section: 'projection-aside',
  });
}
