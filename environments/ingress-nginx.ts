/** As long and as large as a function's request may be: ingress-nginx's own limits are 60 s and 1 MB. */
export const NGINX = {
  'nginx.ingress.kubernetes.io/proxy-body-size': '512m',
  'nginx.ingress.kubernetes.io/proxy-read-timeout': '310',
} as const;
