/** What a panel shows of its plane: units per pixel, and the values at its lower left corner. */
export interface ScatterWindow {
  unit: number;
  left: number;
  bottom: number;
}

/** Free space on either side of the points, as a share of their extent. */
const MARGIN = 0.1;

/** In the plane. */
interface Place {
  x: number;
  y: number;
}

/** The window around all points in which one unit is as long on either axis; width and height in pixels. */
export function windowOf(points: readonly Place[], width: number, height: number): ScatterWindow {
  const [x, y] = [centered(points, 'x'), centered(points, 'y')];
  // where all points coincide any scale will do
  const unit = Math.max(x.extent / width, y.extent / height) * (1 + 2 * MARGIN) || 1 / width;
  return { unit, left: x.middle - (unit * width) / 2, bottom: y.middle - (unit * height) / 2 };
}

function centered(points: readonly Place[], channel: 'x' | 'y') {
  const values = points.map((point) => point[channel]).sort((a, b) => a - b);
  const [low, high] = [values[0] ?? 0, values[values.length - 1] ?? 0];
  return { middle: (low + high) / 2, extent: high - low };
}
