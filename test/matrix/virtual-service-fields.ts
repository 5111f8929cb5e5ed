import { fieldChecker, type FieldTable } from './field-table';

/**
 * The fields of a VirtualService's `spec`, in Istio releases: from istio/api's protos at the commit that each release
 * pins, or from the release in which pilot translates them (istio.md, section 2). `tls` and `tcp` are none of ours.
 */
const FIELDS: FieldTable = {
  '': 'hosts[] gateways[] http[] exportTo[]@1.1',
  'http[]':
    'match[] route[] redirect rewrite websocketUpgrade:bool@1.0-1.5 timeout:duration retries fault mirror corsPolicy appendHeaders{}@1.0-1.5 removeResponseHeaders[]@1.0-1.5 appendResponseHeaders{}@1.1-1.5 removeRequestHeaders[]@1.1-1.5 appendRequestHeaders{}@1.1-1.5 headers@1.1 name@1.3 mirrorPercent:int@1.4 mirrorPercentage@1.6 delegate@1.6 directResponse@1.15 mirrors[]@1.19',
  'http[].match[]':
    'uri scheme method authority headers{} port:int sourceLabels{} gateways[] queryParams{}@1.3 ignoreUriCase:bool@1.2.3 name@1.3 withoutHeaders{}@1.6 sourceNamespace@1.6 statPrefix@1.15',
  'http[].match[].uri': 'exact prefix regex',
  'http[].match[].scheme': 'exact prefix regex',
  'http[].match[].method': 'exact prefix regex',
  'http[].match[].authority': 'exact prefix regex',
  'http[].match[].headers{}': 'exact prefix regex',
  'http[].match[].queryParams{}': 'exact@1.3 prefix@1.18 regex@1.3',
  'http[].match[].withoutHeaders{}': 'exact@1.6 prefix@1.6 regex@1.6',
  'http[].route[]':
    'destination weight:int removeResponseHeaders[]@1.1-1.5 appendResponseHeaders{}@1.1-1.5 removeRequestHeaders[]@1.1-1.5 appendRequestHeaders{}@1.1-1.5 headers@1.1',
  'http[].route[].destination': 'host subset port',
  'http[].route[].destination.port': 'number:int name@1.0-1.4',
  'http[].route[].headers': 'request@1.1 response@1.1',
  'http[].route[].headers.request': 'set{}@1.1 add{}@1.1 remove[]@1.1',
  'http[].route[].headers.response': 'set{}@1.1 add{}@1.1 remove[]@1.1',
  'http[].headers': 'request@1.1 response@1.1',
  'http[].headers.request': 'set{}@1.1 add{}@1.1 remove[]@1.1',
  'http[].headers.response': 'set{}@1.1 add{}@1.1 remove[]@1.1',
  'http[].redirect':
    'uri authority redirectCode:int@1.3 port:int@1.12 derivePort@1.12 scheme@1.12 prefixRewrite@1.31',
  'http[].rewrite': 'uri authority uriRegexRewrite@1.19',
  'http[].rewrite.uriRegexRewrite': 'match@1.19 rewrite@1.19',
  'http[].retries':
    'attempts:int perTryTimeout:duration retryOn@1.1 retryRemoteLocalities:bool@1.6 retryIgnorePreviousHosts:bool@1.26 backoff:duration@1.26',
  'http[].fault': 'delay abort',
  'http[].fault.delay': 'percent:int fixedDelay:duration exponentialDelay:duration percentage@1.1',
  'http[].fault.delay.percentage': 'value:number@1.1',
  'http[].fault.abort': 'percent:int@1.0-1.5 httpStatus:int grpcStatus http2Error percentage@1.1',
  'http[].fault.abort.percentage': 'value:number@1.1',
  'http[].mirror': 'host subset port',
  'http[].mirror.port': 'number:int name@1.0-1.4',
  'http[].mirrorPercentage': 'value:number@1.6',
  'http[].mirrors[]': 'destination@1.19 percentage@1.19',
  'http[].mirrors[].destination': 'host@1.19 subset@1.19 port@1.19',
  'http[].mirrors[].destination.port': 'number:int@1.19',
  'http[].mirrors[].percentage': 'value:number@1.19',
  'http[].corsPolicy':
    'allowOrigin[] allowMethods[] allowHeaders[] exposeHeaders[] maxAge:duration allowCredentials:bool allowOrigins[]@1.5 unmatchedPreflights@1.23',
  'http[].corsPolicy.allowOrigins[]': 'exact@1.5 prefix@1.5 regex@1.5',
  'http[].delegate': 'name@1.6 namespace@1.6',
  'http[].directResponse': 'status:int@1.15 body@1.15',
  'http[].directResponse.body': 'string@1.15 bytes@1.15',
};

/** What is wrong with the fields of a VirtualService's `spec` on an Istio version. */
export const virtualServiceFieldProblems = fieldChecker(FIELDS);
