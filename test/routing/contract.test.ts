import { routingRulesOf } from '../../platform';
import { arrive, resolver, referenceTo, routeTables } from '../../routing';
import { CONTRACT_CASES } from './contract-cases';

describe('the engine answers the contract cases', () => {
  test.each(CONTRACT_CASES.map((one) => [`${one.name} (Istio ${one.istio})`, one] as const))(
    '%s',
    (_, one) => {
      const rules = routingRulesOf(one.istio);
      if (rules === undefined) throw new Error(`no rules for Istio ${one.istio}`);
      const { tables } = routeTables(one.virtualServices, rules);
      for (const { request, answer } of one.requests) {
        const arrived = arrive(
          tables.filter(({ gateway }) => gateway === one.gateway),
          request,
        );
        const [first] = arrived === undefined ? [] : resolver(arrived.list).resolve(arrived.request);
        const route = first === undefined ? undefined : arrived?.list.routes[first];
        const found =
          route === undefined || arrived === undefined ? undefined : referenceTo(arrived.list, route);
        expect({ request, answer: found }).toEqual({ request, answer });
      }
    },
  );
});
