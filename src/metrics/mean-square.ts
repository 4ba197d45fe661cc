/** Of the entries of a rows x columns matrix: ‖A‖_F² from K, and the inner product of A and B from their cosines. */
export function meanSquare(matrix: Float64Array, rows: number, columns: number): number {
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    let ofRow = 0;
    for (let at = i * columns; at < (i + 1) * columns; at++) ofRow += matrix[at] * matrix[at];
    sum += ofRow;
  }
  return sum / (rows * columns);
}
