/** The registry's host, with its port. */
const HOST = '[a-zA-Z0-9]+(?:-+[a-zA-Z0-9]+)*(?:\\.[a-zA-Z0-9]+(?:-+[a-zA-Z0-9]+)*)*(?::[0-9]+)?';
/** One step of the path in the registry. */
const STEP = '[a-z0-9]+(?:(?:\\.|__?|-+)[a-z0-9]+)*';
const REPOSITORY = `(?:${HOST}/)?${STEP}(?:/${STEP})*`;
const TAG = '[A-Za-z0-9_][-.A-Za-z0-9_]{0,127}';
const DIGEST = '@sha256:[0-9a-f]{64}';

/**
 * The image of a container that is one version, as a regular expression of JavaScript: with the tag of a release, with a
 * digest, or with both. Of an image with both, the container runtime takes the digest. The grammar is that of the
 * distribution project (reference/regexp.go), without hosts that are IPv6 addresses, and with SHA-256 alone, the one
 * algorithm that every registry has.
 */
export const IMAGE_PATTERN = `^${REPOSITORY}(?:(?::${TAG})?${DIGEST}|:(?!latest$)${TAG})$`;

/** Why an image cannot be rendered. */
export interface ImageProblem {
  /** `unfixed`: an image, but not one version of it. `malformed`: no image at all. */
  readonly kind: 'unfixed' | 'malformed';
  /** Continues a sentence that begins with the image. */
  readonly reason: string;
  readonly help: string;
}

const FIXED = new RegExp(IMAGE_PATTERN);
const TAGGED = new RegExp(`^${REPOSITORY}(?::${TAG})?$`);
const UNFIXED = new RegExp(`^${REPOSITORY}(:latest)?$`);

/** Finds what keeps an image from being one version of a container image; undefined where nothing does. */
export function imageProblem(image: string): ImageProblem | undefined {
  if (FIXED.test(image)) return undefined;
  const at = image.indexOf('@');
  if (at >= 0 && TAGGED.test(image.slice(0, at))) {
    const help = 'write sha256: and the 64 digits 0-9 and a-f that the registry shows';
    return { kind: 'malformed', reason: 'has a digest that is none', help };
  }
  const unfixed = UNFIXED.exec(image);
  if (unfixed !== null) {
    const found = unfixed[1] === undefined ? 'has no tag' : 'has the tag latest';
    return {
      kind: 'unfixed',
      reason: `${found}: which version runs depends on when it is pulled`,
      help: 'write the tag of a release, such as :1.4.2, or a digest, @sha256: and 64 digits',
    };
  }
  const reason = /\s/.test(image) ? 'has white space' : 'is not the name of an image';
  return { kind: 'malformed', reason, help: 'write registry/name:tag, the name in lower case' };
}
