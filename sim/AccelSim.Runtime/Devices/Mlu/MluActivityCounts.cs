using AccelSim.Chips.Mlu;
using AccelSim.Isa.Mlu;
using AccelSim.Machine;
using AccelSim.Machine.Mlu;
using AccelSim.Results;

namespace AccelSim.Runtime.Mlu;

/// <summary>What a device has done since it was made, under the names of the energy table of its chip.</summary>
internal static class MluActivityCounts
{
    public static ActivityCounts Of(MluDevice device) =>
        ActivityCounts.Of([.. DramActivity.Of(device.Dram.Work), .. Cores(device), .. Cache(device), (EnergyParts.Link(MluEnergy.ClusterPort), device.PortBytes), (EnergyParts.Link(MluEnergy.DieLink), device.DieBytes)]);

    private static IEnumerable<(string, long)> Cores(MluDevice device)
    {
        var activity = device.Activity;
        foreach (var (space, name) in ((MluSpace, string)[])[(MluSpace.Nram, "nram"), (MluSpace.Wram, "wram"), (MluSpace.Sram, MluEnergy.Sram)])
        {
            yield return (EnergyParts.Read(name), activity.BytesRead(space));
            yield return (EnergyParts.Write(name), activity.BytesWritten(space));
        }

        foreach (var format in Enum.GetValues<MacFormat>())
        {
            yield return (EnergyParts.Matrix(format), activity.Macs(format));
        }

        foreach (var format in Enum.GetValues<VectorFormat>())
        {
            yield return (EnergyParts.Vector(format), activity.Elements(format));
        }

        var (cores, memoryCores) = (device.CoreCounters, device.MemoryCoreCounters);
        yield return (EnergyParts.Scalar, cores.AluCycles + memoryCores.AluCycles);
        yield return (EnergyParts.Instruction, cores.Instructions + memoryCores.Instructions);
    }

    /// <summary>Accesses of the cores, and on the other side what comes from DRAM and goes back to it.</summary>
    private static IEnumerable<(string, long)> Cache(MluDevice device)
    {
        if (!device.CachesData)
        {
            return [];
        }

        var (cores, memoryCores) = (device.CoreCounters, device.MemoryCoreCounters);
        return
        [
            (EnergyParts.Read(MluEnergy.Llc), cores.DramReadBytes + memoryCores.DramReadBytes + device.Dram.BytesWritten),
            (EnergyParts.Write(MluEnergy.Llc), cores.DramWriteBytes + memoryCores.DramWriteBytes + device.Dram.BytesRead),
        ];
    }
}
