using AccelSim.Chips.Simt;
using AccelSim.Machine;
using AccelSim.Machine.Simt;
using AccelSim.Results;

namespace AccelSim.Runtime.Simt;

/// <summary>What a device has done since it was made, under the names of the energy table of its chip.</summary>
internal static class SimtActivityCounts
{
    /// <summary>The counts; none where the chip's file says nothing about energy.</summary>
    public static ActivityCounts Of(SimtDevice device) => device.Chip.Energy is null ? ActivityCounts.Zero
        : ActivityCounts.Of([.. DramActivity.Of(device.Dram), .. Sms(device), .. Caches(device)]);

    private static IEnumerable<(string, long)> Sms(SimtDevice device)
    {
        var activity = device.Activity;
        foreach (var input in Enum.GetValues<MmaInput>())
        {
            yield return (EnergyParts.Matrix(input), activity.Macs(input));
        }

        foreach (var unit in Enum.GetValues<SimtUnit>())
        {
            yield return (EnergyParts.Lanes(unit), activity.Operations(unit));
        }

        foreach (var (memory, name) in ((SmMemory, string)[])[(SmMemory.Registers, SimtEnergy.Registers), (SmMemory.Shared, SimtEnergy.Shared), (SmMemory.L1, SimtEnergy.L1)])
        {
            yield return (EnergyParts.Read(name), activity.BytesRead(memory));
            yield return (EnergyParts.Write(name), activity.BytesWritten(memory));
        }

        yield return (EnergyParts.Instruction, device.Counters.Instructions);
    }

    private static (string, long)[] Caches(SimtDevice device)
    {
        var (memory, sector) = (device.MemoryCounters, device.Chip.L2.Sector.Bytes);
        return
        [
            (EnergyParts.Read(SimtEnergy.L2), memory.ReadSectors * sector),
            (EnergyParts.Write(SimtEnergy.L2), memory.WrittenSectors * sector),
            (EnergyParts.Link(SimtEnergy.Crossbar), memory.RequestBytes + memory.ReplyBytes),
            (EnergyParts.Link(SimtEnergy.PartitionLink), memory.FarBytes),
        ];
    }
}
