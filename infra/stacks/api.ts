import { type App, CfnOutput, Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import {
  type Audience,
  type FunctionName,
  functionNames,
  type OperationRow,
} from '../../shared/contracts/operation.ts';
import { accessLogFormat } from '../constructs/access-log-format.ts';
import { alarmApi } from '../constructs/api-alarms.ts';
import type { RegisterFunction } from '../constructs/register-function.ts';
import type { Settings } from '../settings.ts';
import { type Guard, guards } from './guards.ts';
import { RegisterStack } from './register-stack.ts';
import type { StateStack } from './state.ts';

export type ApiStackProps = {
  readonly state: StateStack;
  readonly functions: Readonly<Record<FunctionName, RegisterFunction>>;
  readonly operations: readonly OperationRow[];
};

/**
 * The one address of the register: a route for each row of the operations, nothing by hand. It takes the
 * functions of all areas and gives them nothing back, so the stacks depend on each other one way only.
 */
export class ApiStack extends RegisterStack {
  readonly api: HttpApi;
  readonly #guards: Readonly<Record<Audience, Guard>>;
  readonly #integrations: ReadonlyMap<FunctionName, HttpLambdaIntegration>;

  constructor(app: App, settings: Settings, props: ApiStackProps) {
    super(app, 'Api', settings, 'routes, authorisers and stage');
    this.api = new HttpApi(this, 'Api', {
      apiName: `ip-register-${settings.name}`,
      description: 'IP Register',
      createDefaultStage: false,
    });
    this.#guards = guards(props.state);
    this.#integrations = integrations(props.functions);
    for (const operation of props.operations) {
      this.#addRoute(operation);
    }
    this.#addFallback(props.functions.reference.function);
    this.#addStage(settings, props.state);
    alarmApi(this, this.api, props.state.alarms);
    new CfnOutput(this, 'ApiUrl', { value: this.api.apiEndpoint });
  }

  #addRoute(operation: OperationRow): void {
    const route = new HttpRoute(this, operation.id, {
      httpApi: this.api,
      routeKey: HttpRouteKey.with(operation.path, HttpMethod[operation.method]),
      integration: this.#integration(operation.function),
      ...this.#guards[operation.audience],
    });
    if (operation.audience === 'public') {
      Validations.of(route).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason: 'A public route: the register is open to anyone, and the handler answers public fields only.',
      });
    }
  }

  /** An unknown address gets the same kind of problem as every other mistake, instead of the gateway's own. */
  #addFallback(reference: IFunction): void {
    const fallback = new HttpRoute(this, 'Fallback', {
      httpApi: this.api,
      routeKey: HttpRouteKey.DEFAULT,
      integration: this.#integration('reference'),
      ...this.#guards.public,
    });
    // The integration's own permission ends in /*/*/* (stage, method, path); this route has no method.
    reference.addPermission('FallbackPermission', {
      scope: this,
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: this.formatArn({
        service: 'execute-api',
        resource: this.api.apiId,
        resourceName: '*/$default',
      }),
    });
    Validations.of(fallback).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason: 'It answers 404 to whatever no route takes, and its function can read nothing.',
    });
  }

  #addStage(settings: Settings, { keys }: StateStack): void {
    const destination = new LogGroup(this, 'AccessLog', {
      encryptionKey: keys.traces.key,
      retention: settings.logDays,
      removalPolicy: settings.keepState ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: {
        rateLimit: settings.throttle.requestsPerSecondMax,
        burstLimit: settings.throttle.requestsBurstMax,
      },
      accessLogSettings: { destination: new LogGroupLogDestination(destination), format: accessLogFormat },
    });
  }

  #integration(name: FunctionName): HttpLambdaIntegration {
    const integration = this.#integrations.get(name);
    if (integration === undefined) {
      throw new Error(`no integration was made for the function ${name}`);
    }
    return integration;
  }
}

/** One integration and one permission a function: a permission a route would fill a function's policy at about 50. */
function integrations(
  functions: Readonly<Record<FunctionName, RegisterFunction>>,
): ReadonlyMap<FunctionName, HttpLambdaIntegration> {
  return new Map(
    functionNames.map((name) => [
      name,
      new HttpLambdaIntegration(name, functions[name].function, {
        scopePermissionToRoute: false,
        timeout: Duration.seconds(29),
      }),
    ]),
  );
}
