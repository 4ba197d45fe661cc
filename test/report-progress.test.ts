import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { type ProgressOptions, startProgress, type TalkStream } from '../src/io/progress.ts';
import { note } from '../src/io/talk.ts';
import { terminalTalk } from '../src/io/terminal-talk.ts';

const options: ProgressOptions = { label: 'nano-l', total: 200, unit: 'tokens' };

/** A stderr that remembers what was written to it. */
function recorder(isTTY: boolean): TalkStream & { text: string } {
  return {
    isTTY,
    columns: 80,
    text: '',
    write(text: string) {
      this.text += text;
      return true;
    },
  };
}

/** Time that passes only when the test says so, for timers and for `performance.now`. */
function mockTime(t: TestContext): (ms: number) => void {
  let now = 0;
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  t.mock.method(performance, 'now', () => now);
  return (ms) => {
    now += ms;
    t.mock.timers.tick(ms);
  };
}

test('work under a second shows nothing', (t) => {
  const pass = mockTime(t);
  const stream = recorder(true);
  const progress = startProgress(options, stream, {});
  pass(900);
  progress.update(150);
  progress.stop();
  pass(10_000);
  assert.equal(stream.text, '');
});

test('a terminal gets a bar with the time left, and a clean line at the end', (t) => {
  const pass = mockTime(t);
  const stream = recorder(true);
  const progress = startProgress(options, stream, {});
  progress.update(20);
  pass(1100);
  progress.update(100, { label: 'step\u001b[31m' });
  pass(500);
  assert.match(stream.text, /nano-l .*20\/200 tokens/);
  assert.match(stream.text, /step\\u\{1b\}\[31m .*50% 100\/200 tokens ETA/);
  progress.stop();
  progress.stop();
  assert.ok(stream.text.endsWith('\u001b[1G\u001b[2K'), 'the line is cleared');
  for (const steering of ['\u001b[?25l', '\u001b[?7l', '\u001b7', '\u001b8']) {
    assert.ok(!stream.text.includes(steering), 'cursor and wrapping are left alone');
  }
  const { length } = stream.text;
  progress.update(200);
  pass(10_000);
  assert.equal(stream.text.length, length, 'nothing is drawn after the end');
});

test('a message clears the line of the bar first', (t) => {
  const pass = mockTime(t);
  const stream = recorder(true);
  const said = t.mock.method(process.stderr, 'write', () => true);
  const progress = startProgress(options, stream, {});
  pass(1100);
  note('hello');
  const drawn = stream.text;
  progress.stop();
  note('later');
  said.mock.restore();
  assert.ok(drawn.endsWith('\r\u001b[K'));
  assert.ok(!stream.text.slice(drawn.length).includes('\r\u001b[K'), 'no bar, nothing to clear');
  assert.deepEqual(
    said.mock.calls.map((call) => call.arguments[0]),
    ['llmgeo: hello\n', 'llmgeo: later\n'],
  );
});

test('elsewhere a plain line every ten seconds', (t) => {
  const pass = mockTime(t);
  const stream = recorder(false);
  const progress = startProgress({ ...options, unit: 'bytes', total: 5e6 }, stream);
  for (let second = 1; second <= 25; second++) {
    pass(1000);
    progress.update(second * 1e5);
  }
  progress.stop();
  assert.equal(stream.text, 'llmgeo: nano-l: 1.0/5.0 MB\nllmgeo: nano-l: 2.0/5.0 MB\n');
});

test('a bar never fills a line, at any width, and says nothing of a time it does not know', (t) => {
  const pass = mockTime(t);
  for (const columns of [40, 80]) {
    const stream = { ...recorder(true), columns };
    const long = { ...options, label: '日本'.repeat(20), total: 23_844_000_000, unit: 'bytes' as const };
    const progress = startProgress(long, stream, {});
    progress.update(1_500_000_000);
    for (let i = 0; i < 30; i++) {
      pass(2000);
      progress.update(1_500_000_000);
    }
    progress.stop();
    const drawn = stripVTControlCharacters(stream.text.replaceAll('\u001b[1G', '\n')).split('\n');
    assert.ok(drawn.some((line) => line.includes('1500.0/23844.0 MB')));
    for (const line of drawn) assert.ok(stringWidth(line) < columns, line);
    assert.doesNotMatch(stream.text, /NF|NaN|Infinity/);
  }
});

test('a terminal that nobody watches, or that cannot go back, gets plain lines too', (t) => {
  const pass = mockTime(t);
  for (const env of [{ CI: 'true' }, { TERM: 'dumb' }]) {
    const stream = recorder(true);
    const progress = startProgress(options, stream, env);
    pass(11_000);
    progress.update(100);
    progress.stop();
    assert.equal(stream.text, 'llmgeo: nano-l: 100/200 tokens\n');
  }
});

test('switched off, it draws nothing', (t) => {
  const pass = mockTime(t);
  for (const isShown of [true, false]) {
    const said = t.mock.method(process.stderr, 'write', () => true);
    const progress = terminalTalk(isShown).progress(options);
    pass(20_000);
    progress.update(1);
    progress.stop();
    said.mock.restore();
    assert.equal(said.mock.callCount() > 0, isShown);
  }
});

test('strange numbers do not throw', (t) => {
  const pass = mockTime(t);
  for (const total of [0, Number.NaN, -1, Infinity]) {
    const progress = startProgress({ ...options, total }, recorder(true));
    pass(3000);
    progress.update(Number.NaN);
    progress.update(5);
    pass(3000);
    progress.stop();
  }
});
