using AccelSim.Chips.Simt;
using AccelSim.Machine;
using AccelSim.Machine.Simt;
using AccelSim.Memory;
using AccelSim.Results;

namespace AccelSim.Runtime.Simt;

/// <summary>What a device has done since it was made, under the names of the energy table of its chip.</summary>
internal static class SimtActivityCounts
{
    /// <summary>The counts; none where the chip's file says nothing about energy.</summary>
    public static ActivityCounts Of(SimtDevice device) => device.Chip.Energy is null ? ActivityCounts.Zero
        : Of(device.Activity, device.Counters.Instructions, device.MemoryCounters, device.Dram.Work, device.Chip);

    /// <summary>The counts of a kernel that shares the chip.</summary>
    public static ActivityCounts Of(KernelAccount account, SimtChip chip) => chip.Energy is null ? ActivityCounts.Zero
        : Of(account.Activity, account.Counters.Instructions, account.Memory, account.Dram, chip);

    private static ActivityCounts Of(SmActivity activity, long instructions, SimtMemoryCounters memory, DramWork dram, SimtChip chip) =>
        ActivityCounts.Of([.. DramActivity.Of(dram), .. Sms(activity), (EnergyParts.Instruction, instructions), .. Caches(memory, chip.L2.Sector.Bytes)]);

    private static IEnumerable<(string, long)> Sms(SmActivity activity)
    {
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
    }

    private static (string, long)[] Caches(SimtMemoryCounters memory, long sector) =>
        [
            (EnergyParts.Read(SimtEnergy.L2), memory.ReadSectors * sector),
            (EnergyParts.Write(SimtEnergy.L2), memory.WrittenSectors * sector),
            (EnergyParts.Link(SimtEnergy.Crossbar), memory.RequestBytes + memory.ReplyBytes),
            (EnergyParts.Link(SimtEnergy.PartitionLink), memory.FarBytes),
        ];
}
