import type * as Swc from '@swc/core';

/** An expression, as far as it shows where data is written. `at` is its offset in the file. */
export type Expression =
  | { readonly kind: 'mapping'; readonly at: number; readonly entries: readonly MappingEntry[] }
  | { readonly kind: 'list'; readonly at: number; readonly entries: readonly ListEntry[] }
  | { readonly kind: 'name'; readonly at: number; readonly name: string }
  | { readonly kind: 'member'; readonly at: number; readonly of: Expression; readonly name: string }
  | { readonly kind: 'call'; readonly at: number; readonly called: Expression }
  /** `list.map(each)`: every entry is what `each` returns. */
  | { readonly kind: 'mapped'; readonly at: number; readonly each: Expression }
  | { readonly kind: 'function'; readonly at: number; readonly returned: Expression | undefined }
  /** Anything else: a literal, or something that is computed. */
  | { readonly kind: 'other'; readonly at: number };

/** An entry of an object literal. */
export type MappingEntry =
  { readonly key: string; readonly at: number; readonly value: Expression } | { readonly spread: Expression };

/** An entry of an array literal. */
export type ListEntry = { readonly value: Expression } | { readonly spread: Expression };

/** Reads an expression of the parser. Type annotations and assertions are left out. */
export function readExpression(node: Swc.Expression): Expression {
  switch (node.type) {
    case 'ParenthesisExpression':
    case 'TsAsExpression':
    case 'TsConstAssertion':
    case 'TsNonNullExpression':
    case 'TsSatisfiesExpression':
    case 'TsTypeAssertion':
      return readExpression(node.expression);
    case 'Identifier':
      return { kind: 'name', at: node.span.start, name: node.value };
    case 'ObjectExpression':
      return { kind: 'mapping', at: node.span.start, entries: node.properties.flatMap(mappingEntry) };
    case 'ArrayExpression':
      return { kind: 'list', at: node.span.start, entries: node.elements.map(listEntry) };
    case 'ArrowFunctionExpression': {
      const { body } = node;
      const returned = body.type === 'BlockStatement' ? returnedBy(body.stmts) : readExpression(body);
      return { kind: 'function', at: node.span.start, returned };
    }
    case 'MemberExpression': {
      const name = node.property.type === 'Identifier' ? node.property.value : '';
      return { kind: 'member', at: node.span.start, of: readExpression(node.object), name };
    }
    case 'CallExpression':
      return call(node);
    default:
      return { kind: 'other', at: 'span' in node ? node.span.start : 0 };
  }
}

/** Returns the expression that a function returns: that of its last statement. */
export function returnedBy(statements: readonly Swc.Statement[]): Expression | undefined {
  const last = statements.at(-1);
  return last?.type === 'ReturnStatement' && last.argument ? readExpression(last.argument) : undefined;
}

function call({ span, callee, arguments: given }: Swc.CallExpression): Expression {
  const at = span.start;
  if (callee.type === 'Super' || callee.type === 'Import') return { kind: 'other', at };
  const called = readExpression(callee);
  const [first] = given;
  if (called.kind === 'member' && called.name === 'map' && first !== undefined) {
    return { kind: 'mapped', at, each: readExpression(first.expression) };
  }
  return { kind: 'call', at, called };
}

function listEntry(element: Swc.ExprOrSpread | undefined): ListEntry {
  if (element === undefined) return { value: { kind: 'other', at: 0 } };
  const value = readExpression(element.expression);
  return element.spread ? { spread: value } : { value };
}

function mappingEntry(property: Swc.Property | Swc.SpreadElement): MappingEntry[] {
  switch (property.type) {
    case 'SpreadElement':
      return [{ spread: readExpression(property.arguments) }];
    case 'Identifier':
      return [{ key: property.value, at: property.span.start, value: readExpression(property) }];
    case 'KeyValueProperty':
      if (property.key.type === 'Computed') return [];
      return [
        {
          key: String(property.key.value),
          at: property.key.span.start,
          value: readExpression(property.value),
        },
      ];
    default:
      return [];
  }
}
