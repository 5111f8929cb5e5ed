import type { ServiceDeclaration } from './declaration';
import type { ValuePath } from '../shape';

/** The Pod Security standards of Kubernetes, the strictest first. */
export const POD_SECURITY_LEVELS = ['restricted', 'baseline', 'privileged'] as const;

/** A Pod Security standard. */
export type PodSecurityLevel = (typeof POD_SECURITY_LEVELS)[number];

/** How a function's container is confined, with all defaults. */
export interface FunctionSecurity {
  /** `undefined` for the user of the image. */
  readonly runAsUser: number | undefined;
  readonly runAsNonRoot: boolean;
  readonly allowPrivilegeEscalation: boolean;
  /** The Linux capabilities that it loses. */
  readonly dropped: readonly string[];
  readonly seccompProfile: 'RuntimeDefault' | 'Unconfined';
  readonly automountServiceAccountToken: boolean;
  readonly readOnlyRootFilesystem: boolean;
}

/** Something by which a function is less confined than by default. */
export interface Loosening {
  /** Steps from `security` to the value. */
  readonly path: ValuePath;
  /** As people name it: `runAsNonRoot: false`. */
  readonly what: string;
  /** The strictest Pod Security standard that allows it. */
  readonly level: PodSecurityLevel;
}

/** Fills in the defaults: everything that the Pod Security standard `restricted` asks for, and no token. */
export function functionSecurity({ security = {} }: Pick<ServiceDeclaration, 'security'>): FunctionSecurity {
  return {
    runAsUser: security.runAsUser,
    runAsNonRoot: security.runAsNonRoot ?? true,
    allowPrivilegeEscalation: security.allowPrivilegeEscalation ?? false,
    dropped: security.capabilities?.drop ?? ['ALL'],
    seccompProfile: security.seccompProfile?.type ?? 'RuntimeDefault',
    automountServiceAccountToken: security.automountServiceAccountToken ?? false,
    readOnlyRootFilesystem: security.readOnlyRootFilesystem ?? false,
  };
}

/** Everything by which a function is less confined than by default; each needs a reason. */
export function loosenings(service: Pick<ServiceDeclaration, 'security'>): readonly Loosening[] {
  if (service.security === undefined) return [];
  const security = functionSecurity(service);
  const all: readonly (Loosening & { readonly holds: boolean })[] = [
    {
      holds: !security.runAsNonRoot,
      path: ['runAsNonRoot'],
      what: 'runAsNonRoot: false',
      level: 'baseline',
    },
    {
      holds: security.allowPrivilegeEscalation,
      path: ['allowPrivilegeEscalation'],
      what: 'allowPrivilegeEscalation: true',
      level: 'baseline',
    },
    {
      holds: !security.dropped.includes('ALL'),
      path: ['capabilities', 'drop'],
      what: 'capabilities.drop without ALL',
      level: 'baseline',
    },
    {
      holds: security.seccompProfile === 'Unconfined',
      path: ['seccompProfile', 'type'],
      what: 'seccompProfile.type: Unconfined',
      level: 'privileged',
    },
    {
      holds: security.automountServiceAccountToken,
      path: ['automountServiceAccountToken'],
      what: 'automountServiceAccountToken: true',
      // No standard is about tokens.
      level: 'restricted',
    },
  ];
  return all.flatMap(({ holds, ...loosening }) => (holds ? [loosening] : []));
}

/** The reason that a function's file gives for what it loosens; `undefined` where it loosens nothing. */
export function securityReason(service: Pick<ServiceDeclaration, 'security'>): string | undefined {
  return loosenings(service).length === 0 ? undefined : service.security?.reason;
}

/** The strictest Pod Security standard to which a function keeps, where the cluster takes what it says. */
export function podSecurityLevel(service: Pick<ServiceDeclaration, 'security'>): PodSecurityLevel {
  return loosestOf(loosenings(service).map(({ level }) => level));
}

/** The loosest of some Pod Security standards; `restricted` of none. */
export function loosestOf(levels: readonly PodSecurityLevel[]): PodSecurityLevel {
  return POD_SECURITY_LEVELS.findLast((level) => levels.includes(level)) ?? 'restricted';
}
