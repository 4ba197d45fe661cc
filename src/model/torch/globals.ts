import { quote, SAVE_WEIGHTS, TorchFault } from './fault.ts';
import { Dictionary, Global, kindOf, Storage, Tensor, type Tuple, type Value } from './values.ts';

/** The classes of storages that are read, by the type of their numbers. */
const STORAGES = new Map([
  ['torch.HalfStorage', 'F16'],
  ['torch.BFloat16Storage', 'BF16'],
  ['torch.FloatStorage', 'F32'],
  ['torch.DoubleStorage', 'F64'],
  ['torch.BoolStorage', 'BOOL'],
  ['torch.ByteStorage', 'U8'],
  ['torch.CharStorage', 'I8'],
  ['torch.ShortStorage', 'I16'],
  ['torch.IntStorage', 'I32'],
  ['torch.LongStorage', 'I64'],
]);

/** As many as torch itself allows. */
const MOST_DIMENSIONS = 64;

/** What calling the other names gives, worked out here: nothing is called. */
const CALLS = new Map<string, (args: Tuple) => Value>([
  ['collections.OrderedDict', orderedDict],
  ['torch._utils._rebuild_tensor_v2', tensor],
  ['torch._utils._rebuild_parameter', parameter],
]);

/**
 * One of the few names that a state dict is made of.
 * @throws TorchFault for any other
 */
export function allowedGlobal(module: string, name: string): Global {
  const whole = `${module}.${name}`;
  if (!STORAGES.has(whole) && !CALLS.has(whole))
    throw new TorchFault(
      `its pickle asks for ${quote(whole).slice(1, -1)}, which weights in plain tensors do not need; nothing of it was run`,
      SAVE_WEIGHTS,
    );
  return new Global(whole);
}

/** What Python would get by calling a global. */
export function called(callee: Value, args: Value): Value {
  const call = callee instanceof Global ? CALLS.get(callee.name) : undefined;
  if (call === undefined) throw new TorchFault(`its pickle calls ${kindOf(callee)}, which is no function`);
  return call(tupleOf(args, 'the arguments of a call'));
}

/** The storage of a persistent id ('storage', class, key, device, number of elements). */
export function storage(value: Value): Storage {
  const id = tupleOf(value, 'a persistent id');
  const [kind, type, key, device, elements] = id;
  const dtype = type instanceof Global ? STORAGES.get(type.name) : undefined;
  if (id.length !== 5 || kind !== 'storage' || dtype === undefined || typeof device !== 'string')
    throw new TorchFault('its pickle has a persistent id that is no storage of tensors');
  if (typeof key !== 'string' || !/^\d{1,9}$/.test(key))
    throw new TorchFault(`its pickle names a storage ${typeof key === 'string' ? quote(key) : kindOf(key)}`);
  return new Storage(dtype, key, countOf(elements, `the length of storage ${key}`));
}

function orderedDict(args: Tuple): Dictionary {
  if (args.length > 0) throw new TorchFault('its pickle makes an OrderedDict from something else');
  return new Dictionary(true);
}

/** _rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks); a seventh says that the numbers are not as stored. */
function tensor(args: Tuple): Tensor {
  const [stored, offset, size, stride, requiresGrad, hooks] = args;
  if (args.length < 6 || !(stored instanceof Storage))
    throw new TorchFault('its pickle makes a tensor of something that is no storage');
  if (args.length > 6)
    throw new TorchFault(
      `its pickle makes a tensor that is conjugated, negated or has other attributes (storage ${stored.key})`,
      SAVE_WEIGHTS,
    );
  checkGrad(requiresGrad, hooks);
  const shape = countsOf(size, 'the shape of a tensor');
  const strides = countsOf(stride, 'the strides of a tensor');
  if (strides.length !== shape.length || shape.length > MOST_DIMENSIONS)
    throw new TorchFault(
      `its pickle has a tensor of ${shape.length} dimensions with ${strides.length} strides`,
    );
  return new Tensor(stored, countOf(offset, 'the offset of a tensor'), shape, strides);
}

/** _rebuild_parameter(data, requires_grad, hooks). */
function parameter(args: Tuple): Tensor {
  const [data, requiresGrad, hooks] = args;
  if (args.length !== 3 || !(data instanceof Tensor))
    throw new TorchFault('its pickle makes a parameter of something that is no tensor');
  checkGrad(requiresGrad, hooks);
  return data;
}

function checkGrad(requiresGrad: Value, hooks: Value): void {
  if (typeof requiresGrad !== 'boolean')
    throw new TorchFault('its pickle has a requires_grad that is no flag');
  if (!(hooks instanceof Dictionary) || hooks.items.size > 0)
    throw new TorchFault('its pickle has a tensor with hooks', SAVE_WEIGHTS);
}

function tupleOf(value: Value, what: string): Tuple {
  if (!Array.isArray(value)) throw new TorchFault(`its pickle has ${kindOf(value)} for ${what}, not a tuple`);
  return value;
}

function countsOf(value: Value, what: string): number[] {
  return tupleOf(value, what).map((item) => countOf(item, what));
}

function countOf(value: Value, what: string): number {
  if (typeof value !== 'number' || value < 0)
    throw new TorchFault(
      `its pickle has ${typeof value === 'number' ? value : kindOf(value)} in ${what}, not a whole number from 0`,
    );
  return value;
}
