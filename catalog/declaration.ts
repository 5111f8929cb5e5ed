import type { z } from 'zod';
import type { functionSchema, teamSchema } from './schema';

/** A function's YAML file as written, without defaults. */
export type FunctionDeclaration = z.infer<typeof functionSchema>;

/** The contents of a team's `team.yaml`. */
export type TeamDeclaration = z.infer<typeof teamSchema>;

/** One route as declared. */
export type RouteDeclaration = NonNullable<FunctionDeclaration['routes']>[number];

/** The plan of a rollout, and how far it is, as declared. */
export type RolloutDeclaration = NonNullable<FunctionDeclaration['rollout']>;

/** The Knative Service as declared. */
export type ServiceDeclaration = NonNullable<FunctionDeclaration['service']>;
