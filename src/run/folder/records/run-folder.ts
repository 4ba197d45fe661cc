import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../../errors.ts';
import { claimFolder, ignoring, syncFolder } from './claim.ts';
import { cannotOpen, cannotWrite } from './failure.ts';
import { recordLine } from './line.ts';
import { LogWriter } from './log-writer.ts';
import { type Description, type Run, readRun, runOf } from './run-file.ts';
import { RECORDS, RunRecords } from './run-records.ts';
import { encodeValue, type RecordValue } from './value.ts';

/** The records of a run, to which this process adds its own, in a log of its own. */
export class RunFolder extends RunRecords {
  private readonly writer: LogWriter;

  constructor(folder: string, run: Run, writer: LogWriter) {
    super(folder, run);
    this.writer = writer;
    this.index.ignore(writer.name);
  }

  /** How much this process has written. */
  get bytes(): number {
    return this.writer.size;
  }

  /**
   * Appends the record of a unit. When this resolves, the end of this process cannot lose it; the loss of power cannot
   * about a second later.
   * @param key visible ASCII characters
   * @throws LlmgeoError where the disk is full (exit 75) or cannot be written (1); no part of the record counts then
   */
  async put(key: string, value: RecordValue): Promise<void> {
    const line = recordLine(this.identity, key, encodeValue(value));
    try {
      this.index.add(key, await this.writer.append(line));
    } catch (error) {
      throw cannotWrite(this.folder, error);
    }
  }

  /**
   * Waits until all records are on the disk, and lets go of the files.
   * @throws LlmgeoError where they do not get there
   */
  override async close(): Promise<void> {
    await super.close();
    try {
      await this.writer.close();
    } catch (error) {
      throw cannotWrite(this.folder, error);
    }
  }
}

/**
 * Opens the folder of a run to go on with it, making it (never its parent) where it is not there.
 *
 *     DIR/run.json           what the run is
 *     DIR/records/*.log      the records, a log for each process that worked on it
 *
 * Any number of processes, on any number of machines, may do so at once. The folder may be moved and copied.
 * @param flag the option that named the path, for messages (`--run`)
 * @param description all that decides the numbers of the run, and nothing else: a run of another one is refused
 * @param notes kept beside it by whoever comes first, and never compared
 * @throws InputError where the folder holds another run (with the differences in words) or somebody else's files,
 * cannot be written, or its `run.json` is damaged; LlmgeoError where the disk is full or fails; the reason of `signal`
 */
export async function openRunFolder(
  path: string,
  flag: string,
  description: Description,
  { notes = {}, signal }: { notes?: Description; signal?: AbortSignal } = {},
): Promise<RunFolder> {
  const opened = await openForWriting(path, flag, runOf(description, notes)).catch((error: unknown) => {
    throw cannotOpen(path, flag, error);
  });
  try {
    await opened.refresh(signal);
    return opened;
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/**
 * Opens the folder of a run to read it; nothing is written, so it may be read-only.
 * @throws InputError where it is no run folder, or its `run.json` is damaged; the reason of `signal`
 */
export async function readRunFolder(
  path: string,
  { signal }: { signal?: AbortSignal } = {},
): Promise<RunRecords> {
  const run = await readRun(path);
  if (!run)
    throw new InputError(`"${path}" is no run folder: it has no run.json`, 'name a folder that --run filled');
  const records = new RunRecords(await realpath(path), run);
  await records.refresh(signal);
  return records;
}

async function openForWriting(path: string, flag: string, run: Run): Promise<RunFolder> {
  const [folder, found] = await claimFolder(path, flag, run);
  const records = join(folder, RECORDS);
  await ignoring('EEXIST', mkdir(records));
  if ((await realpath(records)) !== records)
    throw new InputError(
      `cannot write ${flag} "${path}": its folder ${RECORDS} is a link to another place`,
      'put the folder itself there, or begin the run anew in another folder',
    );
  const writer = await LogWriter.create(records);
  await syncFolder(records);
  return new RunFolder(folder, found, writer);
}
