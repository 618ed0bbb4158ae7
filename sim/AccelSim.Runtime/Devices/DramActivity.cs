using AccelSim.Machine;
using AccelSim.Memory;

namespace AccelSim.Runtime;

/// <summary>What device memory did, under the names of an energy table.</summary>
internal static class DramActivity
{
    public static IEnumerable<(string Part, long Count)> Of(DramWork work) =>
        [(EnergyParts.DramActivate, work.Activates), (EnergyParts.DramRead, work.ReadBytes), (EnergyParts.DramWrite, work.WrittenBytes)];
}
