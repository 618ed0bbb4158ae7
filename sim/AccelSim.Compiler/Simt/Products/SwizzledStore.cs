using AccelSim.Compiler.Simt.Emit;

namespace AccelSim.Compiler.Simt.Products;

/// <summary>Writes a <see cref="SwizzledTile"/> as it was read.</summary>
internal sealed class SwizzledStore(SimtKernelBuilder k, SwizzledPlaces places, int unitBytes) : ITileStore
{
    /// <inheritdoc/>
    public int Together => 1;

    /// <inheritdoc/>
    public void Store(int pass, IReadOnlyList<Reg> raw, Pred takes, int bufferOffset)
    {
        var (at, offset) = places.Of(pass);
        k.EmitIf(takes, "st.shared" + AccessWidth.Of(unitBytes), Arg.At(at, offset + bufferOffset), raw[0]);
    }
}
