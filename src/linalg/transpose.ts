/**
 * The transpose of a rows x columns matrix, row-major.
 * @param out room for as many numbers
 */
export function transposed(
  matrix: Float64Array,
  rows: number,
  columns: number,
  out: Float64Array = new Float64Array(rows * columns),
): Float64Array {
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) out[j * rows + i] = matrix[i * columns + j];
  return out;
}
