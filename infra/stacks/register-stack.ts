import { type App, Stack } from 'aws-cdk-lib';
import type { Settings } from '../settings.ts';

/** A stack of the register, named `IpRegister-<environment>-<area>`; where state is kept it cannot be deleted by mistake. */
export class RegisterStack extends Stack {
  readonly settings: Settings;

  constructor(app: App, area: string, settings: Settings, says: string) {
    super(app, `IpRegister-${settings.name}-${area}`, {
      description: `IP Register, ${settings.name}: ${says}`,
      terminationProtection: settings.name === 'prod',
      tags: { Project: 'ip-register', Environment: settings.name, Area: area.toLowerCase() },
    });
    this.settings = settings;
  }
}
