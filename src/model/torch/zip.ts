import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import type { OpenFile } from '../open-file.ts';
import { quote, TorchFault } from './fault.ts';

/** The bytes of an entry lie at [begin, end) of the file. */
export interface ZipEntry {
  begin: number;
  end: number;
  /** Of its bytes; 0 where whoever wrote the file did not ask for it. */
  crc32: number;
}

/** A shard of pythia-12b has some 200; a file that says more than this would only take time. */
const MOST_ENTRIES = 20_000;
const STORED = 0;

/**
 * The entries of a zip file by their names, none of them unpacked: each lies in the file as it is, apart from all
 * others.
 * @param check is called with all names before any entry is looked at
 * @throws TorchFault for what is no such zip file; what `check` throws
 */
export async function zipEntries(
  opened: OpenFile,
  check: (names: string[]) => void,
): Promise<Map<string, ZipEntry>> {
  const zip = await asFault(
    fromRandomAccessReaderPromise(new RangeReader(opened), opened.size, {
      autoClose: false,
      strictFileNames: true,
    }),
  );
  const listed = await directory(zip);
  check([...listed.keys()]);
  const entries = new Map<string, ZipEntry>();
  for (const [name, entry] of listed) entries.set(name, await storedEntry(zip, entry));
  checkApart(
    Array.from(listed, ([name, entry]) => ({
      name,
      begin: entry.relativeOffsetOfLocalHeader,
      end: entries.get(name)!.end,
    })),
  );
  return entries;
}

async function directory(zip: ZipFile): Promise<Map<string, Entry>> {
  if (zip.entryCount > MOST_ENTRIES)
    throw new TorchFault(`says that it has ${zip.entryCount} entries, more than ${MOST_ENTRIES}`);
  const listed = new Map<string, Entry>();
  for (let i = 0; i < zip.entryCount; i++) {
    const entry = await asFault(nextEntry(zip));
    if (listed.has(entry.fileName)) throw new TorchFault(`has two entries ${quote(entry.fileName)}`);
    listed.set(entry.fileName, entry);
  }
  return listed;
}

function nextEntry(zip: ZipFile): Promise<Entry> {
  return new Promise((resolve, reject) => {
    zip.removeAllListeners();
    zip.once('entry', resolve).once('error', reject);
    zip.readEntry();
  });
}

/** Where an entry's bytes are, by its own header, which must say the same as the directory. */
async function storedEntry(zip: ZipFile, entry: Entry): Promise<ZipEntry> {
  const name = quote(entry.fileName);
  if (entry.compressionMethod !== STORED)
    throw new TorchFault(`its entry ${name} is compressed, which torch never does`);
  if (entry.isEncrypted()) throw new TorchFault(`its entry ${name} is encrypted`);
  const header = await asFault(zip.readLocalFileHeaderPromise(entry));
  if (!header.fileName.equals(entry.fileNameRaw) || header.compressionMethod !== STORED)
    throw new TorchFault(`its entry ${name} has another header than the directory says`);
  const begin = header.fileDataStart;
  return { begin, end: begin + entry.compressedSize, crc32: entry.crc32 };
}

interface Place {
  name: string;
  begin: number;
  end: number;
}

function checkApart(places: Place[]): void {
  places.sort((a, b) => a.begin - b.begin || a.end - b.end);
  const at = places.findIndex(({ begin }, i) => i > 0 && begin < places[i - 1].end);
  if (at >= 0)
    throw new TorchFault(`its entries ${quote(places[at - 1].name)} and ${quote(places[at].name)} overlap`);
}

/** Reads for yauzl, and never outside the file, whatever the file says. */
class RangeReader extends RandomAccessReader {
  private readonly opened: OpenFile;

  constructor(opened: OpenFile) {
    super();
    this.opened = opened;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    const { handle, size } = this.opened;
    const past = () => new Error(`asks for ${length} bytes at ${position}, past the end`);
    if (position + length > size) {
      setImmediate(callback, past());
      return;
    }
    // Not from inside the promise, which would take what yauzl throws for its own.
    handle.read(buffer, offset, length, position).then(
      ({ bytesRead }) => setImmediate(callback, bytesRead < length ? past() : null),
      (error) => setImmediate(callback, error),
    );
  }
}

/** What yauzl says is wrong may hold a name of the file, which could hold anything. */
async function asFault<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const message = (error as Error).message.split('. ')[0].replaceAll(/\p{C}/gu, '?');
    throw new TorchFault(`is no zip file that can be read: ${message.slice(0, 200)}`);
  }
}
