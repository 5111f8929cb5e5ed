import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { DEFAULT_NAMES, type Mapping } from '../base';
import { FunctionService, type FunctionServiceProps } from './function-service';
import { withNames } from './names';
import { RevisionBounds, type RevisionBoundsProps } from './revision-bounds';

/** The Knative Service of a function and what bounds its revisions, as plain values; fields that are `undefined` are no part of them. */
export interface FunctionWorkload {
  readonly service: Mapping;
  readonly destinationRules: readonly Mapping[];
}

/** What a function's workload is rendered from. */
export type FunctionWorkloadProps = FunctionServiceProps & RevisionBoundsProps;

/**
 * Returns what renders the workload of one function after another as it is in the function's file, without its routes.
 * @param names what the company calls things
 */
export function workloadRenderer(names = DEFAULT_NAMES): (props: FunctionWorkloadProps) => FunctionWorkload {
  const chart = new Chart(withNames(new App(), names), 'workloads');
  return (props) => {
    const scope = new Construct(chart, 'workload');
    const { service } = new FunctionService(scope, 'Service', props);
    const { rules } = new RevisionBounds(scope, 'Bounds', props);
    chart.node.tryRemoveChild('workload');
    return {
      service: service.toJson() as Mapping,
      destinationRules: rules.map((rule) => rule.toJson() as Mapping),
    };
  };
}
