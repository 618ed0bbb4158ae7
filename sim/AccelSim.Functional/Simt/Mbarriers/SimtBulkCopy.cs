namespace AccelSim.Functional.Simt;

/// <summary>A copy by the copy engine: rows of global memory, one behind the other in shared memory.</summary>
/// <param name="Source">Address of the first row in global memory.</param>
/// <param name="Destination">Where it goes in shared memory.</param>
/// <param name="RowBytes">Bytes of a row.</param>
/// <param name="Rows">How many.</param>
/// <param name="Pitch">Bytes from row to row in global memory.</param>
/// <param name="Swizzle">Which 16-byte pieces change places in shared memory.</param>
/// <param name="Barrier">The barrier in shared memory that is told of its bytes.</param>
public readonly record struct SimtBulkCopy(long Source, int Destination, int RowBytes, int Rows, long Pitch, SimtSwizzle Swizzle, int Barrier)
{
    /// <summary>Bytes in all.</summary>
    public long Bytes => (long)RowBytes * Rows;
}
