import { javaCall } from '../base';
import type { Problem } from '../shape';
import type { FunctionDeclaration } from './declaration';

/** Checks the names of the Java services that a function calls: each is one, and is listed once. */
export function checkCalls(calls: FunctionDeclaration['calls']): Problem[] {
  return (calls ?? []).flatMap((name, index): Problem[] => {
    const path = ['calls', index];
    if (javaCall(name) === undefined) {
      const message = `"calls[${index}]" is ${JSON.stringify(name)}, which is no name of a Java service`;
      const help =
        'write it as the Java platform names it, as in order-center: letters, digits and . _ -; on another Java platform than your own as in acquired/billing';
      return [{ code: 'KF204', path, message, help }];
    }
    if (calls?.indexOf(name) === index) return [];
    return [
      { code: 'KF204', path, message: `the call of "${name}" is listed twice`, help: 'keep one of the two' },
    ];
  });
}
