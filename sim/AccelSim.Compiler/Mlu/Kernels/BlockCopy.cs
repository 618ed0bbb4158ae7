using AccelSim.Compiler.Mlu.Emit;
using AccelSim.Isa.Mlu;

namespace AccelSim.Compiler.Mlu.Kernels;

/// <summary>Where a block of rows of equal pieces lies in a memory.</summary>
/// <param name="Address">First byte.</param>
/// <param name="Piece">Bytes from one piece to the next in a row.</param>
/// <param name="Row">Bytes from one row to the next.</param>
internal readonly record struct BlockPlace(Val Address, Val Piece, Val Row);

/// <summary>Copies of blocks of rows of pieces, in as few dimensions as the strides allow.</summary>
internal static class BlockCopy
{
    /// <summary>Copies <paramref name="rows"/> x <paramref name="pieces"/> pieces of <paramref name="bytes"/>.</summary>
    public static void Emit(KernelWriter k, MluSpace from, MluSpace to, Val bytes, Val pieces, Val rows, BlockPlace destination, BlockPlace source)
    {
        if (pieces.Is(1) || (destination.Piece == bytes && source.Piece == bytes))
        {
            k.Copy2D(from, to, destination.Address, source.Address, k.Mul(bytes, pieces), destination.Row, source.Row, rows);
        }
        else if (rows.Is(1))
        {
            k.Copy2D(from, to, destination.Address, source.Address, bytes, destination.Piece, source.Piece, pieces);
        }
        else
        {
            k.Copy3D(from, to, destination.Address, source.Address, bytes, (destination.Piece, pieces), (destination.Row, rows), (source.Piece, pieces), (source.Row, rows));
        }
    }
}
