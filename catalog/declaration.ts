import type { z } from 'zod';
import type { functionSchema, teamSchema } from './schema';

/** What a function's YAML file says, as it stands there: nothing is filled in. */
export type FunctionDeclaration = z.infer<typeof functionSchema>;

/** What a team's `team.yaml` says. */
export type TeamDeclaration = z.infer<typeof teamSchema>;

/** One route as declared. */
export type RouteDeclaration = NonNullable<FunctionDeclaration['routes']>[number];

/** The Knative Service as declared. */
export type ServiceDeclaration = NonNullable<FunctionDeclaration['service']>;
