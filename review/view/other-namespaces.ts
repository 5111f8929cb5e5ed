/**
 * A change that holds in several function namespaces is told as it is in the first; in the others their own names stand
 * in the place of that, which is what makes it the same change. Tells a text of it for some of them.
 * @param first the namespace as which the text is told
 * @param shown those that are spoken of
 * @param several what stands for the name where these are several
 */
export function inNamespaces(
  text: string,
  first: string | undefined,
  shown: readonly (string | undefined)[],
  several = '<namespace>',
): string {
  const [name, ...others] = new Set(shown);
  const named = others.length > 0 ? several : name;
  if (first === undefined || first === '' || named === undefined || named === first) return text;
  const quoted = first.replace(/[^A-Za-z0-9]/g, '\\$&');
  return text.replace(new RegExp(`(?<![A-Za-z0-9])${quoted}(?![A-Za-z0-9])`, 'g'), () => named);
}
