import { findingAnchor, FINDING_CODES, type FindingCode, type Place } from '../../../findings';
import type { Review } from '../../risks';
import { markup, type Html } from './escape';

/** Names of files and codes, as links where the review knows their addresses. */
export interface Links {
  /** A place in a file: `functions/saas/showroom.yaml:12`. */
  readonly place: (place: Place) => Html;
  /** A manifest of a side, named from the folder of manifests. */
  readonly manifest: (file: string, side: 'before' | 'after') => Html;
  /** A code of a finding, to the section that explains it. */
  readonly code: (code: FindingCode) => Html;
}

/** Links of a review. Who opens one tells nothing of the page: its policy is `no-referrer`. */
export function linksOf({ web = {} }: Pick<Review, 'web'>): Links {
  return {
    place: ({ file, line, side }) => {
      const folder = side === 'before' ? web.before : web.after;
      const link = linkTo(folder?.project, file, `${file}:${line}`, `#L${line}`);
      return side === 'before' ? markup`${link} (removed)` : link;
    },
    manifest: (file, side) => linkTo(web[side]?.manifests, file, file),
    code: (code) => {
      const title = FINDING_CODES[code];
      if (web.findings === undefined) return markup`<span class="code" title="${title}">${code}</span>`;
      return markup`<a class="code" href="${web.findings}#${findingAnchor(code)}" title="${title}">${code}</a>`;
    },
  };
}

function linkTo(folder: string | undefined, file: string, text: string, anchor = ''): Html {
  if (folder === undefined) return markup`<code>${text}</code>`;
  const path = file.split('/').map(encodeURIComponent).join('/');
  return markup`<a href="${folder}${path}${anchor}"><code>${text}</code></a>`;
}
