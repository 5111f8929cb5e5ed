/** What gives a load balancer of Alibaba Cloud an address inside the company's network alone. */
export const INTERNAL = {
  'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type': 'intranet',
} as const;
