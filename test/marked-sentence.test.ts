import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markedSentences } from '../src/experiments/lasso/marked-sentence.ts';
import { paperPicks } from '../src/experiments/lasso/paper-picks.ts';
import type { Row } from '../src/report/result.ts';
import { LONDON_SENTENCE } from '../src/text/london.ts';

const WORDS: string[] = LONDON_SENTENCE.match(/^\w+| \w+|[?.]/g)!;

/** Rows of `lasso` for one target, where every third token is Lasso's and every second is attention's. */
function rowsOf(target: number, words: readonly (string | number)[] = WORDS): Row[] {
  return words.slice(0, target + 1).map((token, position) => ({
    model: 'm',
    revision: null,
    layer: 1,
    text: 0,
    target: words[target],
    target_position: target,
    position,
    token,
    lasso_coefficient: position === target ? null : (position * 7) % 11,
    lasso_pick: position === target ? null : position % 3 === 0,
    attention: 1 / (position + 1),
    attention_pick: position === target ? null : position % 2 === 0,
  }));
}

test('a sentence has its target, the picks of both in order of their weight, and what follows', () => {
  const [first, second, ...none] = markedSentences([...rowsOf(5), ...rowsOf(8)]);
  assert.equal(none.length, 0);
  assert.deepEqual(
    first.tokens.map(({ token }) => token),
    WORDS.slice(0, 9),
  );
  assert.deepEqual(
    first.tokens.map(({ isTarget }) => isTarget),
    [0, 1, 2, 3, 4, 5, 6, 7, 8].map((position) => position === 5),
  );
  assert.deepEqual(
    first.lassoPicks.map(({ position }) => position),
    [3, 0],
  );
  assert.deepEqual(
    second.attentionPicks.map(({ position }) => position),
    [0, 2, 4, 6],
  );
  assert.ok(first.tokens.slice(5).every((token) => !token.lassoPick && !token.attentionPick));
  assert.equal(first.paper, undefined);
});

test('models, layers and texts are kept apart', () => {
  const others: Row[] = [{ layer: 2 }, { text: 1 }, { model: 'n' }];
  const rows = others.flatMap((other) => rowsOf(4).map((row): Row => ({ ...row, ...other })));
  const found = [...markedSentences([...rowsOf(3), ...rows])];
  assert.equal(found.length, 4);
  assert.equal(found[0].tokens.length, 4);
});

test("the paper's picks stand by its sentence and its three targets alone", () => {
  const at = (word: string) => WORDS.lastIndexOf(word);
  const paper = (target: number, words = WORDS) => [...markedSentences(rowsOf(target, words))][0].paper;
  assert.deepEqual(paper(at(' No'))?.lasso, ['Yes', 'Yes']);
  assert.deepEqual(paper(at('?'))?.attention, ['Is', '.', '?', '.', '.', 'of', '?']);
  assert.deepEqual(paper(at(' China'))?.lasso, ['Russia', 'France', 'Beijing', 'of', 'capital']);
  assert.equal(paper(at(' Beijing')), undefined);
  assert.equal(paper(WORDS.indexOf('?')), undefined, 'an earlier question mark');
  const other = WORDS.with(1, ' Paris');
  assert.equal(paper(at(' No'), other), undefined);
  assert.equal(paperPicks('constructor'), undefined);
});

test('ids are shown as they are', () => {
  const ids = ['12', '7', '9'];
  const rows = rowsOf(2, WORDS).map((row, i): Row => ({ ...row, token: ids[i], target: '9' }));
  const [sentence] = markedSentences(rows);
  assert.deepEqual(
    sentence.tokens.map(({ token }) => token),
    ids,
  );
});
