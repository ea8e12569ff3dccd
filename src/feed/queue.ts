interface Link<Value> {
  readonly value: Value;
  next: Link<Value> | null;
}

/**
 * First in, first out. An array would not do: writing to a new index of one runs a setter that the page may have put on
 * `Array.prototype`.
 */
export class Queue<Value> {
  length = 0;
  #first: Link<Value> | null = null;
  #last: Link<Value> | null = null;

  get first(): Value | null {
    return this.#first === null ? null : this.#first.value;
  }

  push(value: Value): void {
    const link: Link<Value> = { value, next: null };
    if (this.#last === null) this.#first = link;
    else this.#last.next = link;
    this.#last = link;
    this.length += 1;
  }

  /** Takes the first one out; null where there is none. */
  shift(): Value | null {
    const link = this.#first;
    if (link === null) return null;
    this.#first = link.next;
    if (this.#first === null) this.#last = null;
    // An old link that is garbage must not keep a young one from being collected with little effort.
    link.next = null;
    this.length -= 1;
    return link.value;
  }

  /** Moves everything from another queue to the end of this one. */
  append(other: Queue<Value>): void {
    for (let value = other.shift(); value !== null; value = other.shift()) this.push(value);
  }

  forEach(each: (value: Value) => void): void {
    for (let link = this.#first; link !== null; link = link.next) each(link.value);
  }
}
