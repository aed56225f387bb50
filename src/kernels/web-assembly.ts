/** The part of the WebAssembly interface in use: neither the language's nor Node's types declare it. */
export interface WebAssemblyMemory {
  readonly buffer: ArrayBuffer | SharedArrayBuffer;
}

interface WebAssemblyInterface {
  Module: new (bytes: Uint8Array) => object;
  Memory: new (limits: { initial: number; maximum: number; shared: boolean }) => WebAssemblyMemory;
  Instance: new (module: object, imports: object) => { readonly exports: object };
}

/** The engine's WebAssembly, or undefined where there is none. */
export function webAssembly(): WebAssemblyInterface | undefined {
  return (globalThis as { WebAssembly?: WebAssemblyInterface }).WebAssembly;
}
