/** Calls to a network under test: with copies of all that it is given, and with answers that are checked. */
import { givenArray } from '../core/guard.ts';
import { type NetworkInput, type NetworkSubject, outputsOf } from './subject.ts';

/** Gradients of c·f: of the parameters, summed over rows, and of x, row by row. */
export interface Gradients {
  readonly gradParams: Float64Array;
  readonly gradX: Float64Array;
}

const copyOf = (input: NetworkInput): NetworkInput => ({
  params: input.params.slice(),
  rows: input.rows,
  x: input.x.slice(),
  t: input.t.slice(),
  labels: input.labels.slice(),
});

const inWords = ({ rows }: NetworkInput): string => `${rows} row${rows === 1 ? '' : 's'}`;

/** f, [rows, outputs]. */
export function forwardOf(network: NetworkSubject, input: NetworkInput): Float64Array {
  const length = input.rows * outputsOf(network);
  return givenArray(`forward of ${inWords(input)}`, length, (out) => network.forward(copyOf(input), out));
}

/** f in the best precision there is. */
export function sharpForwardOf(network: NetworkSubject, input: NetworkInput): Float64Array {
  if (!network.forwardFloat64) return forwardOf(network, input);
  const length = input.rows * outputsOf(network);
  return givenArray(`forwardFloat64 of ${inWords(input)}`, length, (out) =>
    network.forwardFloat64!(copyOf(input), out),
  );
}

export function backwardOf(network: NetworkSubject, input: NetworkInput, cotangent: Float64Array): Gradients {
  const P = network.parameterCount;
  const both = givenArray(
    `backward of ${inWords(input)}`,
    P + input.rows * network.inputs,
    (out) => network.backward(copyOf(input), cotangent.slice(), out.subarray(0, P), out.subarray(P)),
    false,
    (i) => (i < P ? `gradParams[${i}]` : `gradX[${i - P}]`),
  );
  return { gradParams: both.subarray(0, P), gradX: both.subarray(P) };
}

export function jvpOf(
  network: NetworkSubject,
  input: NetworkInput,
  tangentX: Float64Array,
  tangentT: Float64Array,
): Float64Array {
  const length = input.rows * outputsOf(network);
  return givenArray(`jvp of ${inWords(input)}`, length, (out) =>
    network.jvp!(copyOf(input), tangentX.slice(), tangentT.slice(), out),
  );
}

export function divergenceOf(network: NetworkSubject, input: NetworkInput): Float64Array {
  return givenArray(`divergence of ${inWords(input)}`, input.rows, (out) =>
    network.divergence!(copyOf(input), out),
  );
}

export function hutchinsonOf(
  network: NetworkSubject,
  input: NetworkInput,
  probes: Float64Array,
  count: number,
): Float64Array {
  return givenArray(`hutchinson of ${inWords(input)}, ${count} probes`, input.rows, (out) =>
    network.hutchinson!(copyOf(input), probes.slice(), count, out),
  );
}

/** The Jacobian that the network offers as a reference, [rows, outputs, parameterCount + inputs + 1]. */
export function jacobianOf(network: NetworkSubject, input: NetworkInput): Float64Array {
  const width = network.parameterCount + network.inputs + 1;
  return givenArray(`jacobian of ${inWords(input)}`, input.rows * outputsOf(network) * width, (out) => {
    network.jacobian!(copyOf(input), out);
  });
}
