import { isMapping, serviceOfHost } from '../../../base';
import { withoutNamespace } from '../clusters';
import type { RouteTree, RouteTreeNode } from './route-tree';

/**
 * Joins the trees of hosts on which the same routes change, whatever their function namespaces and local gateways are called,
 * and however many other routes they have. The counts of unchanged routes become ranges.
 *
 * Example: `faas-alpha` has 12 and `faas-prod` has 14 other routes, and in both `/faas/api/saas/x/` is added: one tree, with 12
 * to 14 routes unchanged.
 */
export function joinedTrees(trees: readonly RouteTree[]): readonly RouteTree[] {
  const found = new Map<string, RouteTree>();
  for (const { root, where } of trees) {
    const key = withoutNamespace(JSON.stringify(root, whatAgrees), where[0]?.namespace);
    const known = found.get(key);
    found.set(key, known === undefined ? { root, where } : joined(known, { root, where }));
  }
  return [...found.values()];
}

/** Keeps what must be equal of a tree. Behind a local gateway the authority decides, whatever the gateway is called. */
function whatAgrees(field: string, value: unknown): unknown {
  if (field === 'unchanged') return undefined;
  if (!isMapping(value) || typeof value.authority !== 'string') return value;
  // What is sent with another Host to a host that is no gateway is told by both.
  if (serviceOfHost(value.authority) === undefined) return value;
  return { authority: value.authority, weight: value.weight };
}

function joined(one: RouteTree, other: RouteTree): RouteTree {
  return { root: withCounts(one.root, other.root), where: [...one.where, ...other.where] };
}

/** A node of a tree, with the counts of an equal one of another tree. */
function withCounts(node: RouteTreeNode, other: RouteTreeNode): RouteTreeNode {
  const [least, most] = [
    Math.min(node.unchanged, other.unchanged),
    Math.max(node.unchangedAtMost ?? node.unchanged, other.unchanged),
  ];
  return {
    ...node,
    unchanged: least,
    ...(most === least ? {} : { unchangedAtMost: most }),
    children: node.children.map((child, index) => withCounts(child, other.children[index] ?? child)),
  };
}
