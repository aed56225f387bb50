/**
 * Finds the formula mutants of TypeScript files: small mistakes that a person makes when copying a formula, and that general
 * mutation tools do not plant. The kinds, with what is planted:
 *
 *   constant      a number 1 % larger, 1 % smaller; 0 becomes 0.01
 *   rational      the same for '1/6'-like strings of a tableau
 *   off-by-one    an index, a count or a loop bound one larger or smaller
 *   term          a + b loses a or b, also in +=                  factor     a × b loses a or b, a / b becomes a or 1/b
 *   operator      + ↔ −, × ↔ ÷, += ↔ −=, *= ↔ /=                  sign       −x becomes x
 *   square        σ becomes σ², α becomes α²                      time       t becomes 1 − t
 *   name          α ↔ σ, α̇ ↔ σ̇, x₀ ↔ x₁, lower ↔ upper, …        function   √ dropped, |·| dropped, rounding dropped, min ↔ max
 *
 * Only numeric code is changed: the type checker says what is a number. Left alone are error messages (throw statements, functions
 * that return an error, new …Error), text, types and other names.
 */
import ts from 'typescript';

const SWAPS = [
  ['alpha', 'sigma'],
  ['alphaDot', 'sigmaDot'],
  ['alpha', 'alphaDot'],
  ['sigma', 'sigmaDot'],
  ['sigmaDot', 'sigmaSigmaDot'],
  ['a', 's'],
  ['aDot', 'sDot'],
  ['a', 'aDot'],
  ['s', 'sDot'],
  ['ssDot', 'sDot'],
  ['newA', 'newS'],
  ['D', 'G'],
  ['x0', 'x1'],
  ['alpha0', 'alpha1'],
  ['sigma0', 'sigma1'],
  ['betaMin', 'betaMax'],
  ['sigmaMin', 'sigmaMax'],
  ['snr', 'logSnr'],
  ['varianceZ', 'varianceXi'],
  ['meanZ', 'meanXi'],
  ['mixed', 'varianceZ'],
  ['lower', 'upper'],
  ['low', 'high'],
  ['lo', 'hi'],
  ['atLo', 'atHi'],
  ['from', 'to'],
  ['u', 's'],
  ['uk', 'sk'],
  ['S', 'S0'],
  ['inverse', 'rate'],
  ['basis', 'inverseBasis'],
  ['ratios', 'lengths'],
  ['here', 'there'],
  ['means', 'widths'],
  ['h', 'hLow'],
  ['c', 'd'],
  ['rows', 'dim'],
  ['rows', 'batchRows'],
  ['count', 'dim'],
  ['rise', 'betaMin'],
  ['times', 'points'],
  ['p', 'q'],
  ['i', 'j'],
  ['k', 'i'],
  ['j', 'l'],
];
const OTHERS = new Map();
for (const [a, b] of SWAPS) {
  OTHERS.set(a, [...(OTHERS.get(a) ?? []), b]);
  OTHERS.set(b, [...(OTHERS.get(b) ?? []), a]);
}
const SQUARES = new Set(['sigma', 'alpha', 's', 'a', 'c', 'w', 's0', 'scale', 'std', 'widths', 'h']);
const TIMES = new Set(['t', 'time']);
/** Functions of time: whatever their argument is called, it is a time. */
const OF_TIME = new Set([
  'alpha',
  'sigma',
  'alphaDot',
  'sigmaDot',
  'sigmaSigmaDot',
  'snr',
  'logSnr',
  'stretch',
  'precision',
  'inverseSigma',
  'beta',
  'exponent',
  'halfSquare',
]);
/** Integers: 1 % of them means nothing. */
const COUNTS =
  /(^|\.)(dim|count|rows|steps|step|sets|stages|length|precision|level|given|axes|axisStride|componentStride|classes|label|points|times|n|i|j|k|l)$/;
const COUNT_CALLS =
  /^(checkCount|checkLength|rowsOf|checkBuffer|slice|subarray|fill|set|allocate|gaussLegendre|extrapolate)$/;
const NEIGHBOURS = new Map([
  ['exp', 'expm1'],
  ['expm1', 'exp'],
  ['log1p', 'log'],
  ['log', 'log1p'],
  ['sin', 'cos'],
  ['cos', 'sin'],
  ['normalCdf', 'logNormalCdf'],
]);
const RATIONAL = /^(-?\d+)(?:\/([1-9]\d*))?$/;

/** The program that knows the types of `files`. */
export function programOf(files) {
  return ts.createProgram(files, {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
  });
}

/**
 * The mutants of one file: { kind, start, end, text } replaces source[start…end) by text; `line` and `column` count from 1;
 * `root` is the extent of the whole expression, which serves for coverage and for the report.
 */
export function formulaMutants(program, file) {
  const source = program.getSourceFile(file);
  const checker = program.getTypeChecker();
  const found = new Map();
  const textOf = (node) => node.getText(source);

  const numeric = (node) => {
    const type = checker.getTypeAtLocation(node);
    const is = (t) => (t.flags & (ts.TypeFlags.NumberLike | ts.TypeFlags.BigIntLike)) !== 0;
    return type.isUnion() ? type.types.every(is) : is(type);
  };

  const add = (kind, node, text, rootNode = node) => {
    const start = node.getStart(source);
    const end = node.getEnd();
    if (source.text.slice(start, end).replace(/\s/g, '') === text.replace(/\s/g, '')) return;
    const key = `${start}:${end}:${text}`;
    if (found.has(key)) return;
    const root = rootOf(rootNode);
    const { line, character } = source.getLineAndCharacterOfPosition(start);
    found.set(key, {
      kind,
      start,
      end,
      text,
      line: line + 1,
      column: character + 1,
      root: { start: root.getStart(source), end: root.getEnd() },
    });
  };

  const visit = (node) => {
    if (isMessage(node, checker)) return;
    mutate(node);
    ts.forEachChild(node, visit);
  };

  const mutate = (node) => {
    if (ts.isNumericLiteral(node)) constant(node);
    else if (ts.isStringLiteral(node)) rational(node);
    else if (ts.isBinaryExpression(node)) binary(node);
    else if (ts.isPrefixUnaryExpression(node)) unary(node);
    else if (ts.isCallExpression(node)) call(node);
    else if (ts.isElementAccessExpression(node)) index(node);
    else if (ts.isForStatement(node)) loop(node);
    if (ts.isIdentifier(node)) name(node);
    if (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
      square(node);
    }
    if (ts.isBindingElement(node)) binding(node);
  };

  const constant = (node) => {
    if (isTypeLevel(node)) return;
    const value = Number(node.text);
    if (isCount(node, textOf)) {
      add('off-by-one', node, String(value + 1));
      if (value > 0) add('off-by-one', node, String(value - 1));
      return;
    }
    if (value === 0) {
      add('constant', node, '0.01');
      return;
    }
    for (const factor of [1.01, 0.99])
      add('constant', node, String(Number((value * factor).toPrecision(15))));
  };

  const rational = (node) => {
    const match = RATIONAL.exec(node.text);
    if (!match || !ts.isArrayLiteralExpression(node.parent)) return;
    const [p, q] = [Number(match[1]), Number(match[2] ?? 1)];
    if (p === 0) add('rational', node, "'1/100'");
    else for (const percent of [101, 99]) add('rational', node, `'${p * percent}/${q * 100}'`);
  };

  const binary = (node) => {
    const { left, right, operatorToken } = node;
    const [a, b] = [textOf(left), textOf(right)];
    const swap = (operator) => add('operator', node, `${a} ${operator} ${b}`);
    if (!numeric(left) || !numeric(right)) return;
    switch (operatorToken.kind) {
      case ts.SyntaxKind.PlusToken:
        swap('-');
        add('term', node, a);
        add('term', node, b);
        break;
      case ts.SyntaxKind.MinusToken:
        swap('+');
        add('term', node, a);
        add('term', node, `(-(${b}))`);
        break;
      case ts.SyntaxKind.AsteriskToken:
        swap('/');
        add('factor', node, a);
        add('factor', node, b);
        break;
      case ts.SyntaxKind.SlashToken:
        swap('*');
        add('factor', node, a);
        if (a !== '1') add('factor', node, bigint(node) ? b : `(1 / (${b}))`);
        break;
      case ts.SyntaxKind.PlusEqualsToken:
        if (isLoopStep(node)) break;
        swap('-=');
        add('term', node, `${a} = ${b}`);
        add('term', node, `${a} += 0`);
        break;
      case ts.SyntaxKind.MinusEqualsToken:
        swap('+=');
        add('term', node, `${a} = -(${b})`);
        add('term', node, `${a} -= 0`);
        break;
      case ts.SyntaxKind.AsteriskEqualsToken:
        if (isLoopStep(node)) break;
        swap('/=');
        add('factor', node, `${a} = ${b}`);
        add('factor', node, `${a} *= 1`);
        break;
      case ts.SyntaxKind.SlashEqualsToken:
        if (isLoopStep(node)) break;
        swap('*=');
        add('factor', node, `${a} = 1 / (${b})`);
        add('factor', node, `${a} /= 1`);
        break;
      default:
    }
  };

  const bigint = (node) => (checker.getTypeAtLocation(node).flags & ts.TypeFlags.BigIntLike) !== 0;

  const unary = (node) => {
    if (node.operator !== ts.SyntaxKind.MinusToken || !numeric(node)) return;
    add('sign', node, textOf(node.operand));
  };

  const call = (node) => {
    const callee = textOf(node.expression);
    const short = callee.split('.').at(-1);
    const args = node.arguments.map(textOf);
    if (callee === 'Math.sqrt' || callee === 'Math.abs') add('function', node, `(${args[0]})`);
    const rounds = callee === 'Math.fround' || callee === 'fround' || callee === 'round';
    // A Float32Array rounds what is stored in it: there the rounding is only spelled out.
    if (rounds && !isStoredInFloat32(node, checker)) {
      add('function', node, `(${args[0]})`);
    }
    if (callee === 'Math.max') add('function', node, `Math.min(${args.join(', ')})`);
    if (callee === 'Math.min') add('function', node, `Math.max(${args.join(', ')})`);
    if (callee === 'Math.floor') add('function', node, `Math.ceil(${args.join(', ')})`);
    const other = NEIGHBOURS.get(callee);
    if (other && inScope(node, other)) add('function', node, `${other}(${args.join(', ')})`);
    if (OF_TIME.has(short) && args.length === 1 && !TIMES.has(args[0]) && numeric(node.arguments[0])) {
      add('time', node.arguments[0], `1 - (${args[0]})`);
    }
    if (SQUARES.has(short) && numeric(node)) add('square', node, `(${textOf(node)} * ${textOf(node)})`);
  };

  const index = (node) => {
    const argument = node.argumentExpression;
    if (!numeric(argument) || ts.isNumericLiteral(argument)) return;
    if (isAssigned(node) && ts.isIdentifier(argument)) return;
    const text = textOf(argument);
    add('off-by-one', argument, `${text} + 1`);
    add('off-by-one', argument, `${text} - 1`);
  };

  const loop = ({ condition }) => {
    if (!condition || !ts.isBinaryExpression(condition) || !numeric(condition.right)) return;
    const [a, b] = [textOf(condition.left), textOf(condition.right)];
    switch (condition.operatorToken.kind) {
      case ts.SyntaxKind.LessThanToken:
        add('off-by-one', condition, `${a} <= ${b}`);
        add('off-by-one', condition, `${a} < ${b} - 1`);
        break;
      case ts.SyntaxKind.LessThanEqualsToken:
        add('off-by-one', condition, `${a} < ${b}`);
        add('off-by-one', condition, `${a} <= ${b} + 1`);
        break;
      case ts.SyntaxKind.GreaterThanEqualsToken:
        add('off-by-one', condition, `${a} > ${b}`);
        add('off-by-one', condition, `${a} >= ${b} - 1`);
        break;
      default:
    }
  };

  const scopes = new Map();
  const inScope = (node, other) => {
    let block = node;
    while (block.parent && !ts.isFunctionLike(block) && !ts.isBlock(block)) block = block.parent;
    let names = scopes.get(block);
    if (!names) {
      names = new Map(
        checker
          .getSymbolsInScope(block.body ?? block, ts.SymbolFlags.Value)
          .map((symbol) => [symbol.name, symbol]),
      );
      scopes.set(block, names);
    }
    return names.get(other);
  };

  /** True when `other` could stand where `node` stands: declared before it, and of the same kind of type. */
  const fits = (node, other) => {
    const symbol = inScope(node, other);
    const declaration = symbol?.valueDeclaration;
    if (!declaration) return false;
    if (
      declaration.getSourceFile() === source &&
      declaration.pos > node.pos &&
      !ts.isFunctionLike(node.parent)
    ) {
      return false;
    }
    return sameKind(checker.getTypeOfSymbolAtLocation(symbol, node), checker.getTypeAtLocation(node));
  };
  const sameKind = (a, b) => {
    const word = (type) =>
      type.flags & ts.TypeFlags.NumberLike
        ? 'number'
        : checker.typeToString(checker.getBaseTypeOfLiteralType(type)).replace(/<ArrayBuffer(Like)?>/g, '');
    return word(a) === word(b);
  };

  const name = (node) => {
    const { parent, text } = node;
    if (isDeclared(node) || isTypeLevel(node)) return;
    const property = ts.isPropertyAccessExpression(parent) && parent.name === node;
    for (const other of OTHERS.get(text) ?? []) {
      if (property) {
        const owner = checker.getTypeAtLocation(parent.expression);
        const target = owner.getProperty(other);
        if (
          target &&
          sameKind(checker.getTypeOfSymbolAtLocation(target, node), checker.getTypeAtLocation(node))
        ) {
          add('name', node, other);
        }
      } else if (fits(node, other)) {
        add('name', node, ts.isShorthandPropertyAssignment(parent) ? `${text}: ${other}` : other);
      }
    }
    if (!property && TIMES.has(text) && numeric(node) && !isAssigned(node)) {
      add('time', node, ts.isShorthandPropertyAssignment(parent) ? `${text}: 1 - ${text}` : `(1 - ${text})`);
    }
  };

  const square = (node) => {
    const { parent } = node;
    const owner = ts.isElementAccessExpression(node) ? node.expression : node;
    const last = ts.isPropertyAccessExpression(owner) ? owner.name.text : owner.text;
    if (!SQUARES.has(last) || isAssigned(node) || isDeclared(node) || isTypeLevel(node) || !numeric(node))
      return;
    if (ts.isShorthandPropertyAssignment(parent)) return;
    if (ts.isPropertyAccessExpression(parent) && parent.name === node) return;
    const text = textOf(node);
    const value = ts.isNonNullExpression(parent) ? parent : node;
    add('square', value, `(${textOf(value)} * ${text}${value === node ? '' : '!'})`);
  };

  /** ({ a }) => … : the other property under the same name. */
  const binding = (node) => {
    if (node.propertyName || !ts.isIdentifier(node.name) || node.dotDotDotToken) return;
    const arrow = node.parent.parent.parent;
    if (!ts.isArrowFunction(arrow) || ts.isBlock(arrow.body)) return;
    const owner = checker.getTypeAtLocation(node.parent);
    for (const other of OTHERS.get(node.name.text) ?? []) {
      const bound = node.parent.elements.some((e) => e.name.text === other);
      const parameter = arrow.parameters[0];
      const type = checker.getTypeAtLocation(parameter);
      if (!bound && (owner.getProperty(other) || type.getProperty(other))) {
        add('name', node, `${other}: ${node.name.text}`, arrow.body);
      }
    }
  };

  visit(source);
  return [...found.values()].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** What only makes a message: throw …, new …Error(…), calls that never return, functions that return an error, text with values in it. */
function isMessage(node, checker) {
  if (ts.isThrowStatement(node) || ts.isTemplateExpression(node) || ts.isImportDeclaration(node)) return true;
  if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return true;
  if (ts.isNewExpression(node)) return node.expression.getText().endsWith('Error');
  if (ts.isCallExpression(node)) return (checker.getTypeAtLocation(node).flags & ts.TypeFlags.Never) !== 0;
  if (ts.isFunctionDeclaration(node)) {
    const signature = checker.getSignatureFromDeclaration(node);
    return /Error$/.test(checker.typeToString(signature.getReturnType()));
  }
  return false;
}

/** The largest expression around a node that one evaluation covers. */
function rootOf(start) {
  let node = start;
  while (node.parent && !ts.isStatement(node)) {
    const { parent } = node;
    const whole =
      (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isBindingElement(parent)) &&
      parent.initializer === node;
    const part =
      ts.isStatement(parent) ||
      ts.isParameter(parent) ||
      (ts.isArrayLiteralExpression(parent) && !isAssigned(parent)) ||
      (ts.isConditionalExpression(parent) && parent.condition !== node) ||
      (ts.isArrowFunction(parent) && parent.body === node);
    if ((whole || part) && ts.isExpression(node) && !ts.isSpreadElement(node)) return node;
    node = parent;
  }
  return start;
}

function isTypeLevel(node) {
  for (let at = node; at; at = at.parent) {
    if (ts.isTypeNode(at)) return true;
    if (ts.isStatement(at)) return false;
  }
  return false;
}

/** A name where it is introduced, or that of a property in an object. */
function isDeclared(node) {
  const { parent } = node;
  return (
    ((ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isFunctionLike(parent)) &&
      parent.name === node) ||
    (ts.isBindingElement(parent) && (parent.name === node || parent.propertyName === node)) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    ts.isPropertySignature(parent) ||
    ts.isExportSpecifier(parent) ||
    ts.isImportSpecifier(parent) ||
    ts.isMethodDeclaration(parent)
  );
}

/** True for what stands left of an assignment, or is counted up. */
function isAssigned(node) {
  let value = node;
  while (ts.isNonNullExpression(value.parent) || ts.isParenthesizedExpression(value.parent))
    value = value.parent;
  const { parent } = value;
  if (ts.isPostfixUnaryExpression(parent)) return true;
  if (ts.isPrefixUnaryExpression(parent)) {
    return (
      parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken
    );
  }
  return (
    ts.isBinaryExpression(parent) &&
    parent.left === value &&
    parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
    parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment
  );
}

function isStoredInFloat32(node, checker) {
  const { parent } = node;
  return (
    ts.isBinaryExpression(parent) &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isElementAccessExpression(parent.left) &&
    checker.typeToString(checker.getTypeAtLocation(parent.left.expression)).startsWith('Float32Array')
  );
}

/** x += y as the step of a for loop: without it the loop does not end. */
const isLoopStep = (node) => ts.isForStatement(node.parent) && node.parent.incrementor === node;

/** A literal that counts or addresses: in an index, a loop, an array size, a count to check, next to an integer. */
function isCount(node, textOf) {
  let child = node;
  for (let at = node.parent; at && !ts.isBlock(at); child = at, at = at.parent) {
    if (ts.isElementAccessExpression(at)) return at.argumentExpression === child;
    if (ts.isForStatement(at)) return at.statement !== child;
    // A size or a number of rounds: const LEVELS = 10.
    if (ts.isVariableDeclaration(at) && /^[A-Z_]+$/.test(textOf(at.name)))
      return /^([3-9]|\d{2,})$/.test(node.text);
    if (ts.isNewExpression(at)) return /Array$/.test(textOf(at.expression));
    if (ts.isPropertyAssignment(at) && textOf(at.name) === 'length') return true;
    if (ts.isCallExpression(at)) return COUNT_CALLS.test(textOf(at.expression).split('.').at(-1));
    if (ts.isBinaryExpression(at)) {
      const other = at.left === child ? at.right : at.left;
      const kind = at.operatorToken.kind;
      if (kind === ts.SyntaxKind.PercentToken || kind === ts.SyntaxKind.LessThanLessThanToken) return true;
      if (isComparison(kind) && COUNTS.test(textOf(other).replace(/!$/, ''))) return true;
    }
    if (ts.isStatement(at) || ts.isArrowFunction(at)) return false;
  }
  return false;
}

const isComparison = (kind) =>
  [
    ts.SyntaxKind.LessThanToken,
    ts.SyntaxKind.LessThanEqualsToken,
    ts.SyntaxKind.GreaterThanToken,
    ts.SyntaxKind.GreaterThanEqualsToken,
    ts.SyntaxKind.EqualsEqualsEqualsToken,
    ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ].includes(kind);
