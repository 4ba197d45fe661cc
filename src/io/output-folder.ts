import { createHash } from 'node:crypto';
import { appendFile, mkdir, realpath, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { markerJson } from '../report/formats/marker.ts';
import type { Json } from '../report/result.ts';
import { explained } from './explained.ts';
import { type FolderContents, type FolderOwner, UNFINISHED, unfinishedLine } from './folder-owner.ts';
import { note, warn } from './talk.ts';
import type { Target } from './target.ts';
import { type Write, writeAll } from './write.ts';

/**
 * A folder that a command fills file by file. Each file appears whole or not at all; the marker comes last, so a
 * folder with a marker is a whole result. Of an earlier result of the same command the marker goes first, files
 * of the same name are replaced, and what is left of it is removed at the end; other files are left alone.
 */
export class OutputFolder {
  readonly folder: string;
  private readonly owner: FolderOwner;
  private readonly stale: Set<string>;
  private readonly replaced: FolderContents['finished'];
  private readonly files: Record<string, { bytes: number; sha256: string }> = {};
  private state: 'untouched' | 'unfinished' | 'finished' = 'untouched';

  constructor(
    folder: string,
    owner: FolderOwner,
    earlier: readonly string[],
    replaced?: FolderContents['finished'],
  ) {
    this.folder = folder;
    this.owner = owner;
    this.stale = new Set(earlier);
    this.replaced = replaced;
  }

  /** Where the file `name` (with `/` between folders) lies. */
  path(name: string): string {
    return join(this.folder, name);
  }

  /**
   * Writes one file, making the folders it lies in; it appears whole or not at all.
   * @throws LlmgeoError where a write fails (a full disk)
   */
  async write(name: string, content: Write['content']): Promise<void> {
    const path = this.path(name);
    if (this.state === 'untouched') await this.begin();
    await explained(path, appendFile(this.path(UNFINISHED), `${name}\n`));
    await explained(path, mkdir(dirname(path), { recursive: true }));
    const hash = createHash('sha256');
    let bytes = 0;
    const watched = watch(content, (piece) => {
      hash.update(piece);
      bytes += Buffer.byteLength(piece);
    });
    await writeAll([{ target: this.target(name), content: watched }]);
    this.files[name] = { bytes, sha256: hash.digest('hex') };
    this.stale.delete(name);
  }

  /**
   * Removes what an earlier run left and this one did not replace, then writes the marker: `content`, with the
   * command and, under `files`, length and sha256 of every file written.
   * @throws LlmgeoError where a write fails
   */
  async finish(content: Record<string, Json>): Promise<void> {
    if (this.state === 'untouched') await this.begin();
    for (const name of this.stale) await this.remove(name);
    const marker = markerJson({ ...content, command: this.owner.command, files: this.files });
    await writeAll([{ target: this.target(this.owner.marker), content: marker }]);
    await explained(this.folder, rm(this.path(UNFINISHED), { force: true }));
    this.state = 'finished';
  }

  /** How many files were written, and their bytes. */
  written(): { files: number; bytes: number } {
    const all = Object.values(this.files);
    return { files: all.length, bytes: all.reduce((sum, { bytes }) => sum + bytes, 0) };
  }

  /** Does the work that fills the folder; where it fails halfway, warns that the folder is not a whole result. */
  async fill(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (this.state === 'unfinished')
        warn(
          `${this.folder} is unfinished (whole files: ${this.written().files}, no ${this.owner.marker}); the same command starts over`,
        );
      throw error;
    }
  }

  private target(name: string): Target {
    return { kind: 'file', path: this.path(name) };
  }

  private async begin(): Promise<void> {
    if (this.replaced) {
      const { tool, date } = this.replaced;
      note(
        `replacing what ${tool} ${this.owner.command} wrote to ${this.folder} on ${date.toISOString().slice(0, 10)}`,
      );
    }
    await explained(this.folder, mkdir(this.folder, { recursive: true }));
    const lines = [unfinishedLine(this.owner), ...this.stale].map((line) => `${line}\n`);
    await writeAll([{ target: this.target(UNFINISHED), content: lines }]);
    await explained(this.folder, rm(this.path(this.owner.marker), { force: true }));
    this.state = 'unfinished';
  }

  /** Removes a file of an earlier run, and the folders that are empty then; never through a link to elsewhere. */
  private async remove(name: string): Promise<void> {
    const parent = await realpath(dirname(this.path(name))).catch(() => undefined);
    if (parent !== join(this.folder, dirname(name))) return;
    await explained(this.path(name), rm(this.path(name), { force: true }));
    for (let folder = dirname(name); folder !== '.'; folder = dirname(folder)) {
      const emptied = await rmdir(this.path(folder)).catch(() => 'holds other files');
      if (emptied !== undefined) return;
    }
  }
}

function* watch(content: Write['content'], see: (piece: string | Uint8Array) => void): Write['content'] {
  for (const piece of content) {
    see(piece);
    yield piece;
  }
}
