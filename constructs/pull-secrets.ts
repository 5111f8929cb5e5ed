/** The Secrets with which a pod's images are pulled, as a manifest names them; `undefined` where there are none. */
export function pullSecrets(names: readonly string[]): { name: string }[] | undefined {
  return names.length === 0 ? undefined : names.map((name) => ({ name }));
}
