/** Flags of Knative that are enabled in the clusters with GPUs: by them functions ask for such nodes. */
export const GPU_NODES: readonly string[] = [
  'kubernetes.podspec-nodeselector',
  'kubernetes.podspec-tolerations',
  'kubernetes.podspec-runtimeclassname',
];
