import { parseQuantity } from '../base';
import { spellPath, suggest, type Problem, type ValuePath } from '../shape';
import { VARIABLE_PATTERN } from './container-schema';
import type { ServiceDeclaration } from './declaration';
import { exactlyOneOf } from './exactly-one';
import { secretIn } from './secret-literals';

/** What every container of a function can say. */
export type ContainerDeclaration = Pick<
  ServiceDeclaration,
  'image' | 'command' | 'args' | 'workingDir' | 'env' | 'envFrom' | 'volumeMounts' | 'resources'
>;

/** A container of a function, and where the file says it. */
export interface PlacedContainer {
  readonly path: ValuePath;
  readonly container: ContainerDeclaration;
}

/** Every container of a function: its own first, then sidecars, then those that run before. */
export function containersOf(service: ServiceDeclaration): readonly PlacedContainer[] {
  const others = (['sidecars', 'initContainers'] as const).flatMap((field) =>
    Object.entries(service[field] ?? {}).map(([name, container]) => ({
      path: ['service', field, name],
      container,
    })),
  );
  return [{ path: ['service'], container: service }, ...others];
}

const VARIABLE = new RegExp(VARIABLE_PATTERN);

/** Variables that Knative sets itself; its webhook refuses them. */
const RESERVED_VARIABLES = ['PORT', 'K_SERVICE', 'K_CONFIGURATION', 'K_REVISION'];

/** Checks the variables and arguments of a container: names, where values come from, and that no secret stands in them. */
export function checkVariables({ path: own, container }: PlacedContainer): Problem[] {
  const { env = {}, envFrom = [], command = [], args = [] } = container;
  const problems = Object.entries(env).flatMap(([name, value]) =>
    checkVariable([...own, 'env', name], name, value),
  );
  envFrom.forEach((source, index) => {
    problems.push(...exactlyOneOf([...own, 'envFrom', index], source, ['secretRef', 'configMapRef']));
  });
  for (const [field, texts] of Object.entries({ command, args })) {
    texts.forEach((text, index) => {
      const what = secretIn(text);
      if (what !== undefined) problems.push(secretAt([...own, field, index], what));
    });
  }
  return problems;
}

type Variable = NonNullable<ContainerDeclaration['env']>[string];

function checkVariable(path: ValuePath, name: string, value: Variable): Problem[] {
  const at = 'key';
  if (!VARIABLE.test(name)) {
    const message = `${JSON.stringify(name)} is not the name of an environment variable`;
    return [{ code: 'KF441', path, at, message, help: 'write letters, digits and _, as in LOG_LEVEL' }];
  }
  if (RESERVED_VARIABLES.includes(name)) {
    const help = name === 'PORT' ? 'say "ports: [{ containerPort: … }]"' : 'leave it out';
    return [
      { code: 'KF441', path, at, message: `Knative sets ${name} itself and refuses another value`, help },
    ];
  }
  if (name.startsWith('KFAAS_')) {
    const message = `${name} is a name of KFaas, which sets such variables itself`;
    return [{ code: 'KF441', path, at, message, help: 'write another name' }];
  }
  if (typeof value !== 'string') {
    return exactlyOneOf(path, value, ['secretKeyRef', 'configMapKeyRef', 'fieldRef']);
  }
  const what = secretIn(value, name);
  return what === undefined ? [] : [secretAt(path, what)];
}

function secretAt(path: ValuePath, what: string): Problem {
  const message = `"${spellPath(path)}" looks like ${what}`;
  const help =
    'keep it in a Secret and write secretKeyRef with its name and key; a value that was committed should be replaced';
  return { code: 'KF440', path, message, help };
}

/** Resources that Kubernetes knows by a short name. */
const PLAIN_RESOURCES = ['cpu', 'memory', 'ephemeral-storage'];

/** Checks the resources of a container: names, quantities, and requests that are above limits. */
export function checkResources({ path: own, container: { resources = {} } }: PlacedContainer): Problem[] {
  const problems: Problem[] = [];
  for (const kind of ['requests', 'limits'] as const) {
    for (const [resource, quantity] of Object.entries(resources[kind] ?? {})) {
      const path = [...own, 'resources', kind, resource];
      if (
        !PLAIN_RESOURCES.includes(resource) &&
        !/^[a-z0-9][-a-z0-9.]*\/[A-Za-z0-9][-\w.]*$/.test(resource)
      ) {
        const message = `unknown field "${spellPath(path)}"`;
        const help = `${suggest(resource, PLAIN_RESOURCES)}; an extended resource has a domain, as nvidia.com/gpu`;
        problems.push({ code: 'KF201', path, at: 'key', message, help });
      } else if (parseQuantity(String(quantity)) === undefined) {
        const message = `"${spellPath(path)}" ${JSON.stringify(quantity)} is not a Kubernetes quantity`;
        problems.push({ code: 'KF204', path, message, help: 'write it as 100m, 0.5, 256Mi or 1Gi' });
      }
    }
  }
  for (const [resource, request] of Object.entries(resources.requests ?? {})) {
    const path = [...own, 'resources', 'requests', resource];
    problems.push(...checkRequest(path, resource, request, resources.limits?.[resource]));
  }
  return problems;
}

function checkRequest(
  path: ValuePath,
  resource: string,
  request: string | number | undefined,
  limit: string | number | undefined,
): Problem[] {
  if (resource.includes('/') && String(limit) !== String(request)) {
    const message = `the request of ${request} ${resource} needs the same limit`;
    const help = 'Kubernetes shares out no such resource twice; write it under limits alone';
    return [{ code: 'KF204', path, message, help }];
  }
  const [asked, bound] = [request, limit].map((quantity) => parseQuantity(String(quantity)));
  if (asked === undefined || bound === undefined || asked <= bound) return [];
  const message = `the request of ${request} ${resource} is above its limit of ${limit}`;
  return [{ code: 'KF204', path, message, help: 'Kubernetes rejects such pods; raise the limit' }];
}
