import { z } from 'zod';

/** On which nodes a function's pods run. Each field asks for a flag of Knative that operators enable, but for none by default. */

const labels = (description: string) => z.record(z.string(), z.string()).describe(description);

const expression = (operators: readonly [string, ...string[]]) =>
  z.strictObject({
    key: z.string().min(1).describe('Name of a label'),
    operator: z.enum(operators).describe('How its value is compared'),
    values: z.array(z.string()).describe('Values; none for Exists and DoesNotExist').optional(),
  });

const NODE_OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'] as const;
const POD_OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'] as const;

const nodeTerm = z.strictObject({
  matchExpressions: z
    .array(expression(NODE_OPERATORS))
    .describe('Conditions on labels of nodes; all must hold')
    .optional(),
  matchFields: z
    .array(expression(NODE_OPERATORS))
    .describe('Conditions on fields of nodes, such as metadata.name')
    .optional(),
});

const podTerm = z.strictObject({
  labelSelector: z
    .strictObject({
      matchLabels: labels('Labels that the other pods have').optional(),
      matchExpressions: z
        .array(expression(POD_OPERATORS))
        .describe('Conditions on their labels; all must hold')
        .optional(),
    })
    .describe('Which other pods')
    .optional(),
  namespaces: z
    .array(z.string())
    .describe("Where they are; the function's own namespace where it is left out")
    .optional(),
  topologyKey: z
    .string()
    .min(1)
    .describe('What counts as one place: kubernetes.io/hostname, topology.kubernetes.io/zone'),
});

const weight = z.int().min(1).max(100).describe('How much it counts, against other preferences');

const podAffinity = z.strictObject({
  requiredDuringSchedulingIgnoredDuringExecution: z.array(podTerm).describe('What must hold').optional(),
  preferredDuringSchedulingIgnoredDuringExecution: z
    .array(
      z.strictObject({ weight, podAffinityTerm: podTerm.describe('Which other pods, and what is near') }),
    )
    .describe('What should hold')
    .optional(),
});

const affinity = z.strictObject({
  nodeAffinity: z
    .strictObject({
      requiredDuringSchedulingIgnoredDuringExecution: z
        .strictObject({ nodeSelectorTerms: z.array(nodeTerm).min(1).describe('One of them must hold') })
        .describe('What must hold')
        .optional(),
      preferredDuringSchedulingIgnoredDuringExecution: z
        .array(z.strictObject({ weight, preference: nodeTerm.describe('Which nodes') }))
        .describe('What should hold')
        .optional(),
    })
    .describe('Which nodes, by their labels')
    .optional(),
  podAffinity: podAffinity.describe('Near which other pods').optional(),
  podAntiAffinity: podAffinity.describe('Away from which other pods').optional(),
});

const toleration = z.strictObject({
  key: z
    .string()
    .min(1)
    .describe('Key of the taint; every taint where it is left out, with operator Exists')
    .optional(),
  operator: z.enum(['Exists', 'Equal']).describe('Equal where it is left out').optional(),
  value: z.string().describe('Value of the taint, for Equal').optional(),
  effect: z
    .enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute'])
    .describe('Every effect where it is left out')
    .optional(),
  tolerationSeconds: z
    .int()
    .min(0)
    .describe('How long a pod stays, for NoExecute; for ever where it is left out')
    .optional(),
});

/** Fields by which pods find their nodes. */
export const schedulingFields = {
  nodeSelector: labels(
    "Labels that a node must have; asks for Knative's flag kubernetes.podspec-nodeselector",
  ).optional(),
  affinity: affinity
    .describe("Which nodes, and near which pods; asks for Knative's flag kubernetes.podspec-affinity")
    .optional(),
  tolerations: z
    .array(toleration)
    .min(1)
    .describe(
      "Taints of nodes that the pods bear, such as those of GPU nodes; asks for Knative's flag kubernetes.podspec-tolerations",
    )
    .optional(),
  runtimeClassName: z
    .string()
    .min(1)
    .describe(
      "The RuntimeClass, such as nvidia or gvisor; asks for Knative's flag kubernetes.podspec-runtimeclassname",
    )
    .optional(),
  priorityClassName: z
    .string()
    .min(1)
    .describe(
      "The PriorityClass: whose pods give way; asks for Knative's flag kubernetes.podspec-priorityclassname",
    )
    .optional(),
} as const;
