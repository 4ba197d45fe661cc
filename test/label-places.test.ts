import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeLabels } from '../src/report/plot/label-places.ts';

const place = (points: [number, number, string][], size = 400) =>
  placeLabels(
    points.map(([x, y, label]) => ({ x, y, label })),
    size,
    size,
  );

test('a label stands to the right of its point where there is room', () => {
  assert.deepEqual(place([[100, 100, 'Cuba']]), [{ x: 106, y: 100, label: 'Cuba', align: 'left' }]);
});

test('at the right edge it stands to the left', () => {
  assert.deepEqual(place([[395, 100, 'Cuba']]), [{ x: 389, y: 100, label: 'Cuba', align: 'right' }]);
});

test('no label touches an edge, where an axis may be', () => {
  assert.equal(
    place([[368, 100, 'Cuba']])[0].align,
    'right',
    'to the right it would end 2 pixels from the edge',
  );
  assert.equal(place([[200, 6, 'Cuba']])[0].y, 17, 'beside its point it would end 1.5 pixels from the edge');
});

test('it gives way to points and to labels placed before', () => {
  const [first, second] = place([
    [100, 100, 'Cuba'],
    [112, 100, 'Iceland'],
  ]);
  assert.equal(first.align, 'right');
  assert.equal(second.align, 'left');
});

test('in a crowd only those with room are shown, and none twice', () => {
  const crowd = Array.from({ length: 50 }, (_, i): [number, number, string] => [
    200 + (i % 7),
    200 + (i % 5),
    `name ${i}`,
  ]);
  const placed = place(crowd);
  assert.ok(placed.length > 0 && placed.length < 10, `${placed.length}`);
  assert.equal(new Set(placed.map(({ label }) => label)).size, placed.length);
});

test('empty labels are none; controls are written out', () => {
  assert.deepEqual(place([[100, 100, '']]), []);
  assert.equal(place([[100, 100, 'a\nb']])[0].label, 'a⏎b');
});
