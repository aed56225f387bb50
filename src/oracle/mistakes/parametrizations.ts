/** Mistakes between parametrizations. */
import { add, divide, exact, multiply, negate, square, subtract } from '../arithmetic/tracked.ts';
import { instead } from '../formula.ts';
import {
  determinant,
  epsilonFromScore,
  epsilonFromVelocity,
  epsilonFromX1,
  scoreOfPair,
  squaredLength,
  velocityOfPair,
  vOfPair,
  x1FromEpsilon,
  x1FromScore,
  x1FromVelocity,
} from '../formulas/parametrizations.ts';
import type { Mistake } from './mistake.ts';

const conversion = ['parametrization.convert'];
/** The pair behind a velocity is also what a change of schedule goes through. */
const fromVelocity = ['parametrization.convert', 'schedule.change'];
const toVelocity = [...fromVelocity, 'marginal.velocity', 'marginal.divergence'];

export const parametrizationMistakes: readonly Mistake[] = [
  {
    id: 'parametrization.determinant-sign',
    title: 'the terms of the determinant are added',
    right: 'D = α̇σ − ασ̇',
    wrong: 'D = α̇σ + ασ̇',
    looksLike: 'x₁ and ε from a velocity are too large, infinite at t = ½ of cond-ot',
    operations: fromVelocity,
    replace: [instead(determinant, (right, at) => right({ ...at, sigmaDot: negate(at.sigmaDot) }))],
  },
  {
    id: 'parametrization.x1-from-velocity-sign',
    title: 'the minus of σ̇ is counted twice',
    right: 'x₁ = (σu − σ̇x)/D',
    wrong: 'x₁ = (σu + σ̇x)/D',
    looksLike: 'the predicted data lie on the other side of the origin',
    operations: fromVelocity,
    replace: [
      instead(x1FromVelocity, (_, at, u, x) =>
        divide(add(multiply(at.sigma, u), multiply(at.sigmaDot, x)), determinant(at)),
      ),
    ],
  },
  {
    id: 'parametrization.straight-velocity',
    title: 'the pair behind a velocity as on the straight path, on every schedule',
    right: 'x₁ = (σu − σ̇x)/D,  ε = (α̇x − αu)/D',
    wrong: 'x₁ = x + σu,  ε = x − αu',
    looksLike: 'right on cond-ot, where α̇ = −σ̇ = D = 1',
    operations: fromVelocity,
    replace: [
      instead(x1FromVelocity, (_, at, u, x) => add(x, multiply(at.sigma, u))),
      instead(epsilonFromVelocity, (_, at, u, x) => subtract(x, multiply(at.alpha, u))),
    ],
  },
  {
    id: 'parametrization.determinant-missing',
    title: 'the determinant is taken to be 1',
    right: 'x₁ = (σu − σ̇x)/D,  ε = (α̇x − αu)/D',
    wrong: 'x₁ = σu − σ̇x,  ε = α̇x − αu',
    looksLike: 'right on cond-ot and ot, where D = 1; off by a factor that depends on t elsewhere',
    operations: fromVelocity,
    replace: [instead(determinant, () => exact(1))],
  },
  {
    id: 'parametrization.x1-from-epsilon-undivided',
    title: 'the division by α is left out',
    right: 'x₁ = (x − σε)/α',
    wrong: 'x₁ = x − σε',
    looksLike: 'α x₁ for x₁: right at t = 1, shrunk before; right on variance exploding schedules',
    operations: conversion,
    replace: [instead(x1FromEpsilon, (right, at, epsilon, x) => multiply(at.alpha, right(at, epsilon, x)))],
  },
  {
    id: 'parametrization.x1-from-epsilon-by-variance',
    title: 'σ² for σ',
    right: 'x₁ = (x − σε)/α',
    wrong: 'x₁ = (x − σ²ε)/α',
    looksLike: 'noise stays in the predicted data except where σ is 0 or 1',
    operations: conversion,
    replace: [
      instead(x1FromEpsilon, (right, at, epsilon, x) =>
        right({ ...at, sigma: square(at.sigma) }, epsilon, x),
      ),
    ],
  },
  {
    id: 'parametrization.epsilon-from-x1-unscaled',
    title: 'the mean of the path is taken to be x₁',
    right: 'ε = (x − αx₁)/σ',
    wrong: 'ε = (x − x₁)/σ',
    looksLike: 'right on variance exploding schedules; the predicted noise contains data elsewhere',
    operations: conversion,
    replace: [instead(epsilonFromX1, (_, at, x1, x) => divide(subtract(x, x1), at.sigma))],
  },
  {
    id: 'parametrization.tweedie-sign',
    title: "the score is taken off in Tweedie's formula",
    right: 'x₁ = (x + σ²s)/α',
    wrong: 'x₁ = (x − σ²s)/α',
    looksLike: 'denoising adds noise',
    operations: conversion,
    replace: [instead(x1FromScore, (right, at, score, x) => right(at, negate(score), x))],
  },
  {
    id: 'parametrization.tweedie-by-deviation',
    title: "σ for σ² in Tweedie's formula",
    right: 'x₁ = (x + σ²s)/α',
    wrong: 'x₁ = (x + σs)/α',
    looksLike: 'right where σ is 0 or 1; the score is treated as if it were −ε',
    operations: conversion,
    replace: [instead(x1FromScore, (_, at, score, x) => divide(add(x, multiply(at.sigma, score)), at.alpha))],
  },
  {
    id: 'parametrization.tweedie-undivided',
    title: "the division by α is left out in Tweedie's formula",
    right: 'x₁ = (x + σ²s)/α',
    wrong: 'x₁ = x + σ²s',
    looksLike: "Tweedie's formula of a path with α = 1: right on variance exploding schedules only",
    operations: conversion,
    replace: [instead(x1FromScore, (right, at, score, x) => multiply(at.alpha, right(at, score, x)))],
  },
  {
    id: 'parametrization.epsilon-from-score-sign',
    title: 'noise has the sign of the score',
    right: 'ε = −σs',
    wrong: 'ε = σs',
    looksLike:
      'noise predicted from a score points the wrong way, while the data predicted from it are right',
    operations: conversion,
    replace: [instead(epsilonFromScore, (right, ...args) => negate(right(...args)))],
  },
  {
    id: 'parametrization.score-sign',
    title: 'the score has the sign of the noise',
    right: 's = −ε/σ',
    wrong: 's = ε/σ',
    looksLike: 'scores point away from the data',
    operations: conversion,
    replace: [instead(scoreOfPair, (right, ...args) => negate(right(...args)))],
  },
  {
    id: 'parametrization.score-undivided',
    title: 'minus the noise is taken for the score',
    right: 's = −ε/σ',
    wrong: 's = −ε',
    looksLike: 'right where σ = 1, too small near the data',
    operations: conversion,
    replace: [instead(scoreOfPair, (_, _at, _x1, epsilon) => negate(epsilon))],
  },
  {
    id: 'parametrization.score-by-variance',
    title: 'the noise is divided by σ² instead of σ',
    right: 's = −ε/σ',
    wrong: 's = −ε/σ²',
    looksLike: 'right where σ = 1, too large near the data',
    operations: conversion,
    replace: [instead(scoreOfPair, (right, at, x1, epsilon) => divide(right(at, x1, epsilon), at.sigma))],
  },
  {
    id: 'parametrization.v-sign',
    title: 'v with the opposite sign',
    right: 'v = αε − σx₁',
    wrong: 'v = σx₁ − αε',
    looksLike: 'a perfect −1 towards v; conversions from v are right',
    operations: conversion,
    replace: [instead(vOfPair, (right, ...args) => negate(right(...args)))],
  },
  {
    id: 'parametrization.v-coefficients-swapped',
    title: 'α and σ are exchanged in v',
    right: 'v = αε − σx₁',
    wrong: 'v = σε − αx₁',
    looksLike: 'right where α = σ',
    operations: conversion,
    replace: [
      instead(vOfPair, (right, at, x1, epsilon) =>
        right({ ...at, alpha: at.sigma, sigma: at.alpha }, x1, epsilon),
      ),
    ],
  },
  {
    id: 'parametrization.v-assumes-preserved-variance',
    title: 'α² + σ² is taken to be 1',
    right: 'x₁ = (αx − σv)/(α² + σ²),  ε = (σx + αv)/(α² + σ²)',
    wrong: 'x₁ = αx − σv,  ε = σx + αv',
    looksLike: 'right on vp, linear-vp and cosine; on cond-ot half as large at t = ½',
    operations: conversion,
    replace: [instead(squaredLength, () => exact(1))],
  },
  {
    id: 'parametrization.velocity-noise-sign',
    title: 'the minus of σ̇ is counted twice',
    right: 'u = α̇ x₁ + σ̇ ε',
    wrong: 'u = α̇ x₁ − σ̇ ε',
    looksLike: 'x₁ + ε on cond-ot: means of samples are right, their spread grows',
    operations: toVelocity,
    replace: [
      instead(velocityOfPair, (right, at, x1, epsilon) =>
        right({ ...at, sigmaDot: negate(at.sigmaDot) }, x1, epsilon),
      ),
    ],
  },
  {
    id: 'parametrization.velocity-slopes-swapped',
    title: 'α̇ and σ̇ are exchanged',
    right: 'u = α̇ x₁ + σ̇ ε',
    wrong: 'u = σ̇ x₁ + α̇ ε',
    looksLike: 'a wrong sign on schedules with α + σ = 1',
    operations: toVelocity,
    replace: [
      instead(velocityOfPair, (right, at, x1, epsilon) =>
        right({ ...at, alphaDot: at.sigmaDot, sigmaDot: at.alphaDot }, x1, epsilon),
      ),
    ],
  },
];
