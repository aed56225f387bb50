/**
 * Tells Stryker to leave the texts of error messages alone: strings inside `new …Error(…)`, and the name of the argument that a
 * check is given to quote. Which error is thrown, and when, is mutated all the same.
 */
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

const REASON = 'the wording of an error message is not part of the contract';
/** Functions whose first argument is only quoted in a message. */
const QUOTING = /^(check[A-Z]\w*|rowsOf|positive|finite|fail|at|denseMatrix)$/;

const errorMessages = {
  shouldIgnore(path) {
    if (!path.isStringLiteral() && !path.isTemplateLiteral()) return undefined;
    const thrown = path.findParent((p) => p.isNewExpression() && /Error$/.test(p.node.callee.name ?? ''));
    if (thrown) return REASON;
    const call = path.parentPath;
    const quoted =
      call?.isCallExpression() &&
      QUOTING.test(call.node.callee.name ?? '') &&
      (path.key === 0 || call.node.callee.name === 'fail') &&
      path.listKey === 'arguments';
    return quoted ? REASON : undefined;
  },
};

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'error-messages', errorMessages)];
