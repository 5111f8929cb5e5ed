import type { FunctionSpec, RouteDeclaration } from '../catalog';
import type { FindingCode } from '../findings';
import type { Component, PlatformProfile } from '../platform';

/** Steps from a function's root to one of its values. */
export type ValuePath = readonly (string | number)[];

/** Something that functions may ask for and that not all versions have. */
export interface Need {
  readonly code: FindingCode;
  /** What is asked for, as the beginning of a sentence. */
  readonly what: string;
  /** The component that has it or not. */
  readonly component: Component;
  /** What happens on clusters without it, as a sentence. */
  readonly otherwise: string;
  /** The first release that has it. */
  readonly since: string;
  /** Whether a cluster lacks it. */
  readonly isLacking: (profile: PlatformProfile) => boolean;
  /** Where a function asks for it. */
  readonly askedAt: (spec: FunctionSpec, namespaces: readonly string[]) => readonly ValuePath[];
}

/** Steps to the values of each route that ask for something. */
export const inRoutes =
  (find: (route: RouteDeclaration) => readonly ValuePath[]) =>
  ({ routes }: FunctionSpec): readonly ValuePath[] =>
    routes.flatMap((route, index) => find(route).map((path) => ['routes', index, ...path]));
