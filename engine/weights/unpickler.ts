import { callGlobal, findGlobal, findStorage } from './pickleGlobals.ts';
import { createPickleBytes, type PickleBytes } from './pickleBytes.ts';
import { isKind, type Pickled, type Storage } from './pickledValues.ts';
import { PickleFault } from './pickleFault.ts';
import { createPickleStack, type PickleStack } from './pickleStack.ts';

/** Bytes. That of a checkpoint of a thousand tensors is well below a megabyte. */
export const largestPickle = 64 << 20;

/** A checkpoint of a thousand tensors with their optimizer's state takes about a tenth. */
const mostOperations = 2_000_000;

type Storages = Map<string, Storage>;
type Operation = (stack: PickleStack, bytes: PickleBytes, storages: Storages) => void;

function addItems(target: Pickled, items: readonly Pickled[]): void {
  if (!(target instanceof Map) || items.length % 2 !== 0) throw new PickleFault('its pickle adds entries to something that is no dictionary');
  for (let i = 0; i < items.length; i += 2) target.set(items[i], items[i + 1]);
}

function append(target: Pickled, items: readonly Pickled[]): void {
  if (!Array.isArray(target)) throw new PickleFault('its pickle adds entries to something that is no list');
  for (const item of items) target.push(item);
}

function dictionary(items: readonly Pickled[]): Pickled {
  const map = new Map<Pickled, Pickled>();
  addItems(map, items);
  return map;
}

/** The last `count` values, in the order they were pushed. */
const popTuple = (stack: PickleStack, count: number) => Array.from({ length: count }, () => stack.pop()).toReversed();

function call(stack: PickleStack): void {
  const args = stack.pop();
  stack.push(callGlobal(stack.pop(), args));
}

/** An object's attributes: none of those read here has any that matter. */
function setAttributes(stack: PickleStack): void {
  stack.pop();
  const target = stack.top();
  if (!(target instanceof Map) && !isKind(target, 'inert')) throw new PickleFault('its pickle sets attributes of something that has none');
}

function pushNamed(stack: PickleStack): void {
  const name = stack.pop();
  const module = stack.pop();
  if (typeof module !== 'string' || typeof name !== 'string') throw new PickleFault('its pickle asks for something without a name');
  stack.push(findGlobal(module, name));
}

function pushStorage(stack: PickleStack, storages: Storages): void {
  const storage = findStorage(stack.pop());
  const known = storages.get(storage.key);
  if (known && (known.type !== storage.type || known.elements !== storage.elements)) throw new PickleFault(`its pickle says two things about the data ${storage.key}`);
  storages.set(storage.key, storage);
  stack.push(storage);
}

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

/** By the operation's byte; the names are Python's (`pickletools`). Those of protocol 0 and 1 that PyTorch never wrote are left out. */
const operations: ReadonlyMap<number, Operation> = new Map<number, Operation>([
  [0x80, (_, bytes) => void bytes.unsigned(1)], // PROTO
  [0x95, (_, bytes) => void bytes.unsigned(8)], // FRAME
  [0x28, (stack) => stack.mark()], // MARK
  [0x30, (stack) => void stack.pop()], // POP
  [0x31, (stack) => void stack.popMark()], // POP_MARK
  [0x32, (stack) => stack.push(stack.top())], // DUP
  [0x4e, (stack) => stack.push(null)], // NONE
  [0x88, (stack) => stack.push(true)], // NEWTRUE
  [0x89, (stack) => stack.push(false)], // NEWFALSE
  [0x4a, (stack, bytes) => stack.push(bytes.signed())], // BININT
  [0x4b, (stack, bytes) => stack.push(bytes.unsigned(1))], // BININT1
  [0x4d, (stack, bytes) => stack.push(bytes.unsigned(2))], // BININT2
  [0x8a, (stack, bytes) => stack.push(bytes.long(bytes.unsigned(1)))], // LONG1
  [0x8b, (stack, bytes) => stack.push(bytes.long(bytes.unsigned(4)))], // LONG4
  [0x47, (stack, bytes) => stack.push(bytes.double())], // BINFLOAT
  [0x55, (stack, bytes) => stack.push(latin1(bytes.take(bytes.unsigned(1))))], // SHORT_BINSTRING
  [0x54, (stack, bytes) => stack.push(latin1(bytes.take(bytes.unsigned(4))))], // BINSTRING
  [0x8c, (stack, bytes) => stack.push(bytes.text(bytes.unsigned(1)))], // SHORT_BINUNICODE
  [0x58, (stack, bytes) => stack.push(bytes.text(bytes.unsigned(4)))], // BINUNICODE
  [0x8d, (stack, bytes) => stack.push(bytes.text(bytes.unsigned(8)))], // BINUNICODE8
  [0x43, (stack, bytes) => stack.push(bytes.take(bytes.unsigned(1)))], // SHORT_BINBYTES
  [0x42, (stack, bytes) => stack.push(bytes.take(bytes.unsigned(4)))], // BINBYTES
  [0x8e, (stack, bytes) => stack.push(bytes.take(bytes.unsigned(8)))], // BINBYTES8
  [0x5d, (stack) => stack.push([])], // EMPTY_LIST
  [0x6c, (stack) => stack.push(stack.popMark())], // LIST
  [0x61, (stack) => { const item = stack.pop(); append(stack.top(), [item]); }], // APPEND
  [0x65, (stack) => { const items = stack.popMark(); append(stack.top(), items); }], // APPENDS
  [0x8f, (stack) => stack.push([])], // EMPTY_SET
  [0x90, (stack) => { const items = stack.popMark(); append(stack.top(), items); }], // ADDITEMS
  [0x91, (stack) => stack.push(stack.popMark())], // FROZENSET
  [0x29, (stack) => stack.push([])], // EMPTY_TUPLE
  [0x85, (stack) => stack.push(popTuple(stack, 1))], // TUPLE1
  [0x86, (stack) => stack.push(popTuple(stack, 2))], // TUPLE2
  [0x87, (stack) => stack.push(popTuple(stack, 3))], // TUPLE3
  [0x74, (stack) => stack.push(stack.popMark())], // TUPLE
  [0x7d, (stack) => stack.push(new Map())], // EMPTY_DICT
  [0x64, (stack) => stack.push(dictionary(stack.popMark()))], // DICT
  [0x73, (stack) => { const item = popTuple(stack, 2); addItems(stack.top(), item); }], // SETITEM
  [0x75, (stack) => { const items = stack.popMark(); addItems(stack.top(), items); }], // SETITEMS
  [0x71, (stack, bytes) => stack.memorize(bytes.unsigned(1))], // BINPUT
  [0x72, (stack, bytes) => stack.memorize(bytes.unsigned(4))], // LONG_BINPUT
  [0x94, (stack) => stack.memorize()], // MEMOIZE
  [0x68, (stack, bytes) => stack.recall(bytes.unsigned(1))], // BINGET
  [0x6a, (stack, bytes) => stack.recall(bytes.unsigned(4))], // LONG_BINGET
  [0x63, (stack, bytes) => stack.push(findGlobal(bytes.line(), bytes.line()))], // GLOBAL
  [0x93, pushNamed], // STACK_GLOBAL
  [0x52, call], // REDUCE
  [0x81, call], // NEWOBJ
  [0x62, setAttributes], // BUILD
  [0x51, (stack, _, storages) => pushStorage(stack, storages)], // BINPERSID
]);

const stop = 0x2e;

export interface Unpickled {
  readonly value: Pickled;
  /** Where the pickle ends. */
  readonly end: number;
  /** Every storage that it mentions, by key. */
  readonly storages: ReadonlyMap<string, Storage>;
}

/**
 * Reads one of Python's pickles as far as checkpoints need them: plain values and tensors. Nothing a pickle names is ever
 * looked up or run. Time and memory are linear in the pickle's length.
 * @throws PickleFault, PickleEnd where `bytes` hold only its beginning, PickleRequest where it asks for code
 */
export function unpickle(data: Uint8Array, start = 0): Unpickled {
  const bytes = createPickleBytes(data, start);
  const stack = createPickleStack();
  const storages = new Map<string, Storage>();
  for (let done = 0; done < mostOperations; done++) {
    const code = bytes.unsigned(1);
    if (code === stop) return { value: stack.pop(), end: bytes.position, storages };
    const operation = operations.get(code);
    if (!operation) throw new PickleFault(`its pickle holds the operation 0x${code.toString(16)}, which PyTorch does not write`);
    operation(stack, bytes, storages);
  }
  throw new PickleFault(`its pickle takes more than ${mostOperations} operations`);
}
