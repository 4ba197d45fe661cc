import { crc32 } from 'node:zlib';
import { InputError } from '../../errors.ts';
import { damagedFile, type OpenFile, readRange, withFile } from '../open-file.ts';
import type { TensorTable } from '../stored-tensor.ts';
import { TorchFault } from './fault.ts';
import { parsePickle } from './pickle.ts';
import { stateDict } from './state-dict.ts';
import { type ZipEntry, zipEntries } from './zip.ts';

/** Some 100 bytes stand for a tensor; weights lie in entries of their own. */
const MAX_PICKLE_BYTES = 32_000_000;

/** Of a tar file's header, where its kind stands. */
const TAR_KIND = 257;

/**
 * Reads which tensors a `pytorch_model.bin` holds and where: a zip file of torch 1.6 or later, whose entry data.pkl
 * says what the entries data/N are. The pickle is parsed, never run, and no weights are read.
 * @throws InputError naming the file and what is wrong with it
 */
export function readTorchFile(file: string): Promise<TensorTable> {
  return withFile(file, async (opened) => {
    try {
      return await tensorsOf(opened);
    } catch (error) {
      if (!(error instanceof TorchFault)) throw error;
      const { message, hint } = error;
      throw hint === undefined
        ? damagedFile(file, message, 'torch', error)
        : new InputError(`${file}: ${message}`, hint, error);
    }
  });
}

async function tensorsOf(opened: OpenFile): Promise<TensorTable> {
  refuseOtherFormats(await readRange(opened, 0, TAR_KIND + 5));
  const entries = await zipEntries(opened, refuseScript);
  const archive = `${[...entries.keys()][0]?.split('/')[0]}/`;
  const inside = Array.from(entries).filter(([name]) => name.startsWith(archive));
  const own = new Map(inside.map(([name, entry]) => [name.slice(archive.length), entry]));
  await refuseBigEndian(opened, own.get('byteorder'));
  const pickle = own.get('data.pkl');
  if (pickle === undefined) throw new TorchFault('is a zip file without data.pkl, not one of torch');
  return stateDict(opened.file, parsePickle(await pickleBytes(opened, pickle)), own);
}

/** Files that are no zip, by how they begin. */
function refuseOtherFormats(head: Buffer): void {
  const again =
    'read it with transformers and save it again: AutoModelForCausalLM.from_pretrained(folder).save_pretrained(folder)';
  if (head.toString('latin1', 0, 4) === 'PK\x03\x04') return;
  if (head[0] === 0x80)
    throw new TorchFault('is a bare pickle, as torch before 1.6 wrote, which cannot be read in parts', again);
  if (head.toString('latin1', TAR_KIND) === 'ustar')
    throw new TorchFault('is a tar file, as torch before 0.2 wrote, which cannot be read in parts', again);
  if (head.toString('latin1').startsWith('version https://git-lfs'))
    throw new TorchFault(
      'is a pointer of Git LFS, not the weights',
      'fetch the weights with git lfs pull, or name the model instead of the folder',
    );
  throw new TorchFault('does not begin as a zip file does');
}

function refuseScript(names: string[]): void {
  if (names.some((name) => /^[^/]+\/(constants\.pkl$|code\/)/.test(name)))
    throw new TorchFault(
      'is a TorchScript archive, a program with its weights',
      'save the weights alone: torch.save(model.state_dict(), file)',
    );
}

async function refuseBigEndian(opened: OpenFile, entry: ZipEntry | undefined): Promise<void> {
  if (entry === undefined) return;
  const order = (await readRange(opened, entry.begin, Math.min(entry.end - entry.begin, 16))).toString(
    'latin1',
  );
  if (order === 'big')
    throw new TorchFault(
      'holds big-endian numbers (byteorder)',
      'save it again on a little-endian machine, as nearly all are',
    );
  if (order !== 'little') throw new TorchFault('its entry byteorder says neither little nor big');
}

async function pickleBytes(opened: OpenFile, { begin, end, crc32: expected }: ZipEntry): Promise<Buffer> {
  if (end - begin > MAX_PICKLE_BYTES)
    throw new TorchFault(`its data.pkl has ${end - begin} bytes, more than ${MAX_PICKLE_BYTES}`);
  const bytes = await readRange(opened, begin, end - begin);
  if (expected !== 0 && crc32(bytes) !== expected)
    throw new TorchFault('its data.pkl has another checksum than its own');
  return bytes;
}
