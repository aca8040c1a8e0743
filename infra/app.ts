import { App } from 'aws-cdk-lib';
import { operations } from '../shared/contracts/operations/index.ts';
import { compose } from './compose.ts';
import { readSettings } from './settings.ts';

// Usage data about constructs would put a resource into every template that the local cloud does not know.
const app = new App({ analyticsReporting: false });
const settings = readSettings(app);
if ('refused' in settings) {
  console.error(settings.refused);
  process.exitCode = 1;
} else {
  compose(app, settings, operations);
}
