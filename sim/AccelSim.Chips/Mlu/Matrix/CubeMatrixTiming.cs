using AccelSim.Machine;
using AccelSim.Machine.Mlu;

namespace AccelSim.Chips.Mlu;

/// <summary>
/// A cube that multiplies an M x K tile by a K x N tile each cycle. A convolution is laid out as a product first, so that window and input
/// channels form one reduction: ceil(m / M) * ceil(k * window / K) * ceil(n / N) cycles.
/// </summary>
/// <param name="spec">Tile per element types.</param>
public sealed class CubeMatrixTiming(CubeMatrixSpec spec) : IMatrixTiming
{
    /// <inheritdoc/>
    public long Cycles(MacFormat format, long m, long k, long n, long window)
    {
        var cube = spec.Cubes[format];
        return (m + cube.M - 1) / cube.M * (((k * window) + cube.K - 1) / cube.K) * ((n + cube.N - 1) / cube.N);
    }
}
