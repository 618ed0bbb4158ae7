using AccelSim.Memory;

namespace AccelSim.Chips.Simt;

/// <summary>
/// Slices of consecutive blocks as if by chance, yet as many blocks for each slice, and for each of its sets, as for every other. So are the hashes of
/// last-level caches whose number of slices is no power of two: a base sequence in which every slice is as frequent, permuted by the bits above
/// (McCalpin, Mapping addresses to L3/CHA slices in Intel processors, TR-2021-03; that GPUs do alike is a guess).
/// </summary>
/// <remarks>
/// Blocks are written row by row into a table with a column for each block that the sets of a slice take before they repeat. In each column a round of as many
/// rows as there are slices holds every slice once, in an order of its own, turned by the number of the round.
/// </remarks>
internal sealed class SliceSequence
{
    private readonly int _slices;
    private readonly ulong _columns;
    private readonly int[] _orders;

    /// <summary>A sequence of <paramref name="slices"/> whose sets repeat after <paramref name="columns"/> blocks.</summary>
    public SliceSequence(int slices, int columns)
    {
        (_slices, _columns) = (slices, (ulong)columns);
        _orders = new int[columns * slices];
        for (var column = 0; column < columns; column++)
        {
            Shuffle(_orders.AsSpan(column * slices, slices), (ulong)column);
        }
    }

    /// <summary>The slice of a block.</summary>
    public int Of(ulong block)
    {
        var (row, column) = Math.DivRem(block, _columns);
        var (round, place) = Math.DivRem(row, (ulong)_slices);
        var turned = (int)place + Below(_slices, (round * _columns) + column);
        return _orders[((int)column * _slices) + (turned >= _slices ? turned - _slices : turned)];
    }

    /// <summary>Durstenfeld's shuffle of the slices, with numbers that depend on the column alone.</summary>
    private static void Shuffle(Span<int> order, ulong column)
    {
        for (var i = 0; i < order.Length; i++)
        {
            var other = Below(i + 1, (column << 16) + (ulong)i + 1);
            (order[i], order[other]) = (order[other], i);
        }
    }

    /// <summary>A number below <paramref name="count"/> that depends on all bits of <paramref name="seed"/>; mixed twice, for once leaves steps between neighbours even.</summary>
    private static int Below(int count, ulong seed) => (int)((AddressMix.Of(AddressMix.Of(seed)) >> 32) * (ulong)count >> 32);
}
