/**
 * A change in several function namespaces shows the names of the first; in the others, their own names are
 * in the place of that, which is what makes it the same change. Tells a text of it for some of them.
 * @param first the namespace whose names the text shows
 * @param shown those that are spoken of
 * @param several the text in place of the name where these are several
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
