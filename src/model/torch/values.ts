/** What a pickle of a state dict is made of. No value is ever looked into deeper than its own kind asks. */
export type Value = string | number | boolean | null | Tuple | Dictionary | Global | Storage | Tensor;

export type Tuple = readonly Value[];

export class Dictionary {
  readonly items = new Map<string, Value>();
  /** A `collections.OrderedDict`, which has attributes too. */
  readonly ordered: boolean;

  constructor(ordered: boolean) {
    this.ordered = ordered;
  }
}

/** The name of something in Python, which is never more than a name here. */
export class Global {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** Numbers in an entry of their own. */
export class Storage {
  readonly dtype: string;
  /** N of the entry data/N. */
  readonly key: string;
  readonly elements: number;

  constructor(dtype: string, key: string, elements: number) {
    this.dtype = dtype;
    this.key = key;
    this.elements = elements;
  }
}

/** A view of a storage; offset and strides count numbers, not bytes. */
export class Tensor {
  readonly storage: Storage;
  readonly offset: number;
  readonly shape: number[];
  readonly strides: number[];

  constructor(storage: Storage, offset: number, shape: number[], strides: number[]) {
    this.storage = storage;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
  }
}

/** The kind of a value in words. */
export function kindOf(value: Value): string {
  if (value === null) return 'None';
  if (Array.isArray(value)) return 'a tuple';
  if (value instanceof Dictionary) return 'a dictionary';
  if (value instanceof Global) return `the name ${value.name}`;
  if (value instanceof Storage) return 'a storage';
  if (value instanceof Tensor) return 'a tensor';
  return `a ${typeof value}`;
}
