import type { RouteDeclaration } from '../catalog';
import { hostKey } from '../routing';
import { withoutUnset } from './declare-treatment';
import type { FieldReader } from './field-reader';
import { shortName, type RouteContext } from './route-context';

type Action = Pick<RouteDeclaration, 'redirect' | 'directResponse' | 'mirror'>;

/** Declares what a rule does with requests instead of sending them on, and beside it. */
export function declareAction(rule: FieldReader, context: RouteContext): Action {
  return withoutUnset({
    redirect: declareRedirect(rule),
    directResponse: declareResponse(rule),
    mirror: declareMirror(rule, context),
  });
}

/** Whether Envoy answers by itself, and no backend is asked. */
export function answersItself({ redirect, directResponse }: Action): boolean {
  return redirect !== undefined || directResponse !== undefined;
}

function declareRedirect(rule: FieldReader): Action['redirect'] {
  const redirect = rule.fields('redirect');
  if (redirect === undefined) return undefined;
  const code = redirect.number('redirectCode');
  const declared = withoutUnset({
    uri: redirect.text('uri'),
    authority: redirect.text('authority'),
    scheme: redirect.text('scheme'),
    port: redirect.number('port'),
    // 0 is what the field has where nobody writes it: 301.
    redirectCode: code === 0 || code === 301 ? undefined : code,
  });
  redirect.finish();
  return declared as Action['redirect'];
}

function declareResponse(rule: FieldReader): Action['directResponse'] {
  const response = rule.fields('directResponse');
  if (response === undefined) return undefined;
  const status = response.number('status') ?? 0;
  const text = response.fields('body');
  const body = text?.text('string');
  text?.finish();
  response.finish();
  return withoutUnset({ status, body });
}

/** Copies of all requests, or of a share that versions spell in three ways. */
function declareMirror(rule: FieldReader, { ownNamespace, namespace }: RouteContext): Action['mirror'] {
  const share = rule.fields('mirrorPercentage');
  const percent = share?.number('value') ?? rule.number('mirrorPercent') ?? rule.number('mirror_percent');
  share?.finish();
  const mirror = rule.fields('mirror');
  if (mirror === undefined) return undefined;
  const host = hostKey(mirror.text('host') ?? '', ownNamespace);
  const at = mirror.fields('port');
  const port = at?.number('number');
  at?.finish();
  mirror.finish();
  return withoutUnset({
    host: shortName(host, namespace),
    port,
    percent: percent === 100 ? undefined : percent,
  });
}
