/**
 * Objects that a thread keeps between messages: a field, an MLP with its workspace. They belong to a session and live
 * until the session is released; nothing is dropped on its own, because a rebuilt object could lose state.
 */

export class SessionCache {
  readonly #sessions = new Map<number, Map<string, unknown>>();

  /** The object called `name` in `session`, built on first use. Without a session it is built anew each time. */
  get<T>(session: number | undefined, name: string, build: () => T): T {
    if (session === undefined) return build();
    let objects = this.#sessions.get(session);
    if (!objects) this.#sessions.set(session, (objects = new Map()));
    if (!objects.has(name)) objects.set(name, build());
    return objects.get(name) as T;
  }

  /** Forgets everything of a session. */
  release(session: number): void {
    this.#sessions.delete(session);
  }

  /** Sessions that hold anything. */
  get size(): number {
    return this.#sessions.size;
  }
}
