import { isMapping, LABEL } from '../../base';

/*
 * Labels and annotations in which programs keep what they know of an object that they made: they mean nothing for what
 * runs, and go with the program that KFaas takes over from.
 */

/** Of an object's labels. Sources: the documentation of Argo CD (resource tracking), of Flux (Kustomization) and of Helm. */
const LABELS = [
  // Argo CD finds its objects by this one where it is not told another.
  /^app\.kubernetes\.io\/(managed-by|instance)$/,
  /^argocd\.argoproj\.io\/instance$/,
  /^(kustomize|helm)\.toolkit\.fluxcd\.io\/(name|namespace)$/,
  /^fluxcd\.io\/sync-gc-mark$/,
  /^client\.knative\.dev\//,
];

/** Of an object's annotations. */
const ANNOTATIONS = [
  /^kubectl\.kubernetes\.io\/last-applied-configuration$/,
  /^argocd\.argoproj\.io\/tracking-id$/,
  /^fluxcd\.io\/sync-checksum$/,
  /^kustomize\.toolkit\.fluxcd\.io\/checksum$/,
  /^meta\.helm\.sh\/release-(name|namespace)$/,
  /^serving\.knative\.dev\/(creator|lastModifier)$/,
  // What the client kn notes: the image as it was typed, and when.
  /^client\.knative\.dev\//,
];

/** Labels that KFaas gives to whatever it renders. */
const OURS: readonly string[] = [LABEL.team, LABEL.runtime, LABEL.function];

/** Whether a label says nothing but who keeps the object. */
export function isBookkeepingLabel(name: string): boolean {
  return OURS.includes(name) || LABELS.some((pattern) => pattern.test(name));
}

/** Whether an annotation says nothing but who keeps the object. */
export function isBookkeepingAnnotation(name: string): boolean {
  return ANNOTATIONS.some((pattern) => pattern.test(name));
}

/** The entries of a mapping but for those with some names; what is no mapping as it is. */
export function withoutNames(entries: unknown, isLeftOut: (name: string) => boolean): unknown {
  if (!isMapping(entries)) return entries;
  return Object.fromEntries(Object.entries(entries).filter(([name]) => !isLeftOut(name)));
}
