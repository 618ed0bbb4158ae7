using AccelSim.Compiler.Simt.Emit;
using AccelSim.Isa.Simt;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>
/// Loads 16x16 parts of an operand's tile with <c>ldmatrix.x4</c> as <c>mma.m16n8k16</c> wants them: of A one fragment, of B two that lie side by side.
/// </summary>
internal sealed class FragmentLoads
{
    private const int Side = 16;
    private const int SideBytes = 2 * Side;

    private readonly SimtKernelBuilder _k;
    private readonly SwizzledTile _tile;
    private readonly bool _kMajor;
    private readonly int _bufferBytes;
    private readonly Val[] _bases;

    /// <param name="k">Kernel.</param>
    /// <param name="tile">The tile in the first buffer.</param>
    /// <param name="kMajor">True where its rows run along k.</param>
    /// <param name="isA">True for A, whose second matrix of 8x8 is below the first; that of B is behind it along k.</param>
    /// <param name="warpFirst">First row (A) or column (B) of the warp's part.</param>
    /// <param name="extent">Rows or columns of the warp's part, a power of two.</param>
    /// <param name="steps">Steps of 16 along k.</param>
    /// <param name="bufferBytes">From one buffer to the next.</param>
    public FragmentLoads(SimtKernelBuilder k, SwizzledTile tile, bool kMajor, bool isA, Val warpFirst, int extent, int steps, int bufferBytes)
    {
        (_k, _tile, _kMajor, _bufferBytes) = (k, tile, kMajor, bufferBytes);
        var lane = k.Special(SimtSpecialRegister.LaneId);
        var inMatrix = k.And(lane, 7);
        Val low = k.And(k.Div(lane, 8), 1), high = k.Div(lane, Side);
        var (outside, along) = isA ? (low, high) : (high, low);
        var first = kMajor
            ? tile.Address(k, k.Add(warpFirst, k.Mad(outside, 8, inMatrix)), k.Mul(along, 16))
            : tile.Address(k, k.Mad(along, 8, inMatrix), k.Add(k.Mul(warpFirst, 2), k.Mul(outside, 16)));
        var count = kMajor ? steps : extent / Side;
        _bases = [.. Enumerable.Range(0, Math.Min(count, (tile.Mask + 1) / SideBytes)).Select(i => k.Xor(first, i * SideBytes))];
    }

    /// <summary>Loads a part.</summary>
    /// <param name="into">Four registers.</param>
    /// <param name="index">Which part of the warp's rows or columns.</param>
    /// <param name="step">Which step along k.</param>
    /// <param name="buffer">Buffer.</param>
    public void Load(Reg into, int index, int step, int buffer)
    {
        var (inRow, row) = _kMajor ? (step, index) : (index, step);
        var bytes = inRow * SideBytes;
        var at = _bases[(bytes & _tile.Mask) / SideBytes];
        _k.Emit(
            _kMajor ? "ldmatrix.x4" : "ldmatrix.x4.trans", into, Arg.At(at, (row * Side * _tile.RowBytes) + (bytes & ~_tile.Mask) + (buffer * _bufferBytes)));
    }
}
