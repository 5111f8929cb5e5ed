import { z } from 'zod';
import { RUNTIMES } from '../base';
import { domain } from './domain-schema';
import { guard } from './guard-schema';
import { monitoring } from './monitoring-schema';
import { reader } from './readers-schema';

/**
 * The shape of the data in environments/. TypeScript checks it in editors, but nothing that renders runs the compiler:
 * so the data is checked against this schema when it is loaded. The types are in environment.ts and delivery.ts; a test
 * of types compares the two. What a shape cannot express (names, address ranges, domains that lead somewhere) is in the
 * checks beside this file. `exactOptional` refuses a field that is there and has no value, such as an import of a name
 * that is not exported.
 */

const peers = z.strictObject({
  cidrs: z.array(z.string()).describe('Address ranges, such as 10.20.0.0/16').exactOptional(),
  namespaces: z.array(z.string()).describe('Namespaces of the same cluster').exactOptional(),
});

const javaPlatform = z.strictObject({
  url: z.string().describe("Base URL of the Java platform's gateway, such as http://host:8080"),
  cidrs: z.array(z.string()).describe('Address ranges of the Java services'),
  ports: z.array(z.number()).describe('Ports of the Java services'),
  services: z
    .record(
      z.string(),
      z.strictObject({
        path: z
          .string()
          .describe('Where the gateway of the Java platform has it, such as /orders/')
          .exactOptional(),
      }),
    )
    .describe('The Java services that functions may call, by name, such as { orders: {} }')
    .exactOptional(),
});

const gatewayWorkload = z.strictObject({
  kind: z.enum(['zuul', 'spring-cloud-gateway']).describe('zuul or spring-cloud-gateway').exactOptional(),
  image: z.string().describe('Container image, with the tag of a release, a digest, or both'),
  replicas: z
    .strictObject({ min: z.number().describe('Fewest pods'), max: z.number().describe('Most pods') })
    .describe('How many pods run, such as { min: 2, max: 6 }'),
  resources: z
    .strictObject({
      cpu: z.string().describe('CPU, such as 500m'),
      memory: z.string().describe('Memory, such as 1Gi'),
    })
    .describe("CPU and memory of each pod, such as { cpu: '500m', memory: '1Gi' }"),
  scaling: z
    .strictObject({
      metric: z
        .strictObject({
          kind: z.literal('pods').describe('pods: a metric that each pod has'),
          name: z
            .string()
            .describe(
              'Its name, such as tomcat_threads_busy_threads of Zuul, or http_client_requests_active_seconds_count of Spring Cloud Gateway',
            ),
          average: z.string().describe("What a pod has of it on average, such as '200'"),
        })
        .describe('A metric that a metrics adapter serves'),
    })
    .describe('By what it scales beside its CPU')
    .exactOptional(),
});

const gatewayService = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ClusterIP').describe('ClusterIP, LoadBalancer or Headless') }),
  z.strictObject({
    kind: z.literal('LoadBalancer').describe('ClusterIP, LoadBalancer or Headless'),
    annotations: z.record(z.string(), z.string()).describe('What makes the load balancer an internal one'),
  }),
  z.strictObject({ kind: z.literal('Headless').describe('ClusterIP, LoadBalancer or Headless') }),
]);

const ingressGateway = gatewayWorkload.extend({
  service: gatewayService.describe('How they are reached from outside of the cluster').exactOptional(),
});

const registry = z.discriminatedUnion('kind', [
  peers.extend({
    kind: z.literal('eureka').describe('eureka or nacos'),
    servers: z.array(z.string()).describe("The URLs of Eureka's servers"),
  }),
  peers.extend({
    kind: z.literal('nacos').describe('eureka or nacos'),
    servers: z.array(z.string()).describe("Nacos' servers, as host:port"),
    nacosNamespace: z.string().describe("The id of Nacos' namespace").exactOptional(),
    group: z.string().describe('The group of services in Nacos').exactOptional(),
  }),
]);

const furtherPlatform = javaPlatform.extend({
  siteGateway: peers.describe('Where requests of its site gateway come from').exactOptional(),
  registry: registry.describe('Where its Java services register').exactOptional(),
  ingressGateway: ingressGateway
    .omit({ kind: true })
    .describe('How its ingress gateways run')
    .exactOptional(),
  egressGateway: gatewayWorkload.describe('How its egress gateways run').exactOptional(),
});

const platform = z.strictObject({
  kubernetes: z.string().describe("The version of Kubernetes, such as '1.33'"),
  istio: z.string().describe("The version of Istio, such as '1.28.6'"),
  knative: z.string().describe("The version of Knative, such as '1.21'"),
  certManager: z.string().describe("The version of cert-manager, such as '1.18.0'"),
});

const overrides = z.strictObject({
  localGateway: z
    .strictObject({
      gateway: z.string().describe('The Gateway, as namespace/name').exactOptional(),
      serviceHost: z.string().describe('The host of its Service').exactOptional(),
      port: z.number().describe('The port of its Service').exactOptional(),
      namespace: z.string().describe('The namespace of its pods').exactOptional(),
      podLabels: z.record(z.string(), z.string()).describe('The labels of its pods').exactOptional(),
      podPorts: z.array(z.number()).describe('The ports of its pods').exactOptional(),
    })
    .describe('The local gateway, or parts of it')
    .exactOptional(),
  ingressGateway: z.string().describe('The Gateway of public hosts, as namespace/name').exactOptional(),
  exportTo: z.array(z.string()).describe('Where VirtualServices are visible').exactOptional(),
  pathNormalization: z
    .enum(['NONE', 'BASE', 'MERGE_SLASHES', 'DECODE_AND_MERGE_SLASHES'])
    .describe("The mesh's pathNormalization")
    .exactOptional(),
  namespaceLabel: z.string().describe("The label with a namespace's name").exactOptional(),
  knativeFeatures: z.array(z.string()).describe("Flags of Knative's that are enabled").exactOptional(),
});

const publicGateway = z
  .enum(['bound', 'unbound'])
  .describe('Whether functions are also bound to the Gateway of public hosts: bound or unbound')
  .exactOptional();

const cluster = z.strictObject({
  name: z.string().describe('Unique among all clusters, such as prod-us'),
  region: z.string().describe('Where it is, as the cloud provider names it'),
  context: z.string().min(1).describe('The context of the kubeconfig by which --live reads it').optional(),
  platform: platform.describe('The versions of Kubernetes, Istio, Knative and cert-manager'),
  overrides: overrides.describe('What its operators have re-pointed').exactOptional(),
  publicGateway,
  siteGateways: z
    .record(z.string(), peers)
    .describe('Where requests of a site gateway come from, by function namespace')
    .exactOptional(),
  functionNamespaces: z.array(z.string()).describe('The namespaces that hold functions'),
});

const network = z.strictObject({
  dns: peers
    .describe("Where else names are resolved, such as { cidrs: ['169.254.20.10/32'] }")
    .exactOptional(),
  metrics: peers.describe('Who may collect metrics on port 8081').exactOptional(),
});

const timeouts = z.strictObject({
  request: z.number().describe('Longest that a function may take, in whole seconds').exactOptional(),
  knativeMaximum: z
    .number()
    .describe("max-revision-timeout-seconds of Knative's config-defaults")
    .exactOptional(),
  siteGateway: z.number().describe('When the site gateway gives up, in whole seconds').exactOptional(),
});

const runtime = z.strictObject({
  port: z.int().min(1).max(65_535).describe('The port on which functions listen').exactOptional(),
  cpu: z.string().describe("CPU that each pod is promised, such as '100m'").exactOptional(),
  memory: z
    .strictObject({
      request: z.string().describe("Memory that each pod is promised, such as '256Mi'"),
      limit: z.string().describe("Memory that it may use at most, such as '512Mi'"),
    })
    .describe('Memory of each pod')
    .exactOptional(),
  readinessPath: z.string().describe('The path of the readiness probe, such as /ready').exactOptional(),
  livenessPath: z.string().describe('The path of the liveness probe, such as /live').exactOptional(),
});

/** One environment, as a file of environments/ declares it. */
export const environmentSchema = z.strictObject({
  name: z.string().describe('The name of the environment, such as test'),
  siteGateway: peers.describe(
    "Where requests of the site gateway come from, such as { cidrs: ['10.16.0.0/16'] }",
  ),
  javaPlatform: javaPlatform.describe('The Java services that functions may call'),
  javaPlatforms: z
    .record(z.string(), furtherPlatform)
    .describe('Java platforms beside it, by name')
    .exactOptional(),
  ingressGateway: ingressGateway.describe('How the ingress gateways run'),
  egressGateway: gatewayWorkload.describe('How the egress gateways run'),
  domains: z.array(domain).describe('Hosts under which functions can be reached past the site gateway'),
  clusters: z.array(cluster).describe('The clusters of the environment'),
  imagePullSecrets: z.array(z.string()).describe('Secrets with which images are pulled').exactOptional(),
  registry: registry.describe('Where Java services register').exactOptional(),
  network: network.describe("Who else speaks with the gateways' pods").exactOptional(),
  monitoring: monitoring.describe("How the gateways' metrics are collected").exactOptional(),
  readers: z.array(reader).describe('Who may read what KFaas reads of its clusters').exactOptional(),
  guard: guard.describe('Who may write routes on the gateway hosts').exactOptional(),
  timeouts: timeouts.describe('How long a request may take').exactOptional(),
  requestsPerFunction: z.number().describe('Requests that one function gets at once').exactOptional(),
  runtimes: z
    .partialRecord(z.enum(RUNTIMES), runtime)
    .describe('What functions of a runtime get that say nothing')
    .exactOptional(),
  publicGateway,
  assume: z
    .enum(['newest'])
    .describe("'newest': versions that are not known are taken for the newest known")
    .exactOptional(),
});

/** How manifests are delivered, as environments/delivery.ts declares it. */
export const deliverySchema = z.strictObject({
  repository: z
    .strictObject({
      url: z.string().describe('How Argo CD and Flux clone it, such as https://host/path.git'),
      branch: z.string().describe('The branch that the clusters follow'),
      folder: z.string().describe('The folder of the manifests, such as dist'),
    })
    .describe('Where the rendered manifests are'),
  owners: z.array(z.string()).describe('Who reviews what belongs to no team'),
  argocd: z
    .strictObject({
      namespace: z.string().describe("Argo CD's own namespace"),
      destinations: z
        .record(
          z.string(),
          z.strictObject({
            project: z.string().describe('The AppProject'),
            cluster: z.string().describe('The name under which the cluster is registered'),
          }),
        )
        .describe('The clusters that Argo CD knows by other names, by the name of the cluster')
        .exactOptional(),
    })
    .describe('The Argo CD that delivers to the clusters')
    .exactOptional(),
  flux: z
    .strictObject({ namespace: z.string().describe('The namespace of its controllers') })
    .describe('The Flux of each cluster')
    .exactOptional(),
});
