using AccelSim.Machine;
using AccelSim.Machine.Mlu;

namespace AccelSim.Chips.Mlu;

/// <summary>
/// Lanes that own the weights of output channel c mod lanes; each multiplies macs / lanes input channels of one pixel per cycle:
/// ceil(n / lanes) * ceil(k / per lane) * window * m cycles.
/// </summary>
/// <param name="spec">Lanes and multipliers.</param>
public sealed class LaneMatrixTiming(LaneMatrixSpec spec) : IMatrixTiming
{
    /// <inheritdoc/>
    public long Cycles(MacFormat format, long m, long k, long n, long window)
    {
        long perLane = spec.MacsPerLane(format);
        return (n + spec.Lanes - 1) / spec.Lanes * ((k + perLane - 1) / perLane) * window * m;
    }
}
