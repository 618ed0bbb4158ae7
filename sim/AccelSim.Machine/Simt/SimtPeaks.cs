using System.Collections.Immutable;

namespace AccelSim.Machine.Simt;

/// <summary>Derives the peaks of a SIMT chip from its description, at its configured clock.</summary>
public static class SimtPeaks
{
    /// <summary>
    /// What every report can show: matrix rates are of the tensor cores; where they have no fp32, of the fused multiply-adds of the fp32 lanes. The
    /// port is that of one SM. Scratchpads are the shared memory of all SMs at most, shared memory is the L2.
    /// </summary>
    public static ChipPeaks Of(SimtChip chip)
    {
        ArgumentNullException.ThrowIfNull(chip);
        var port = chip.Interconnect.Sm;
        var hertz = chip.InterconnectClock.Hertz;
        var matrix = ImmutableSortedDictionary.CreateBuilder<MacFormat, long>();
        foreach (var input in chip.Sm.Tensor?.Inputs ?? [])
        {
            if (FormatOf(input) is { } format)
            {
                matrix[format] = TensorOperationsPerSecond(chip, input);
            }
        }

        matrix.TryAdd(MacFormat.Fp32, Bounded(2 * (Int128)LaneOperationsPerSecond(chip, SimtUnit.Fp32)));
        return new ChipPeaks(
            Cores: chip.Sms,
            MemoryCores: 0,
            MatrixOperationsPerSecond: matrix.ToImmutable(),
            VectorFp32OperationsPerSecond: LaneOperationsPerSecond(chip, SimtUnit.Fp32),
            DramBandwidth: chip.Dram.PeakBandwidth,
            ClusterReadBandwidth: new Bandwidth(port.Reply.Bytes * hertz),
            ClusterWriteBandwidth: new Bandwidth(port.Request.Bytes * hertz),
            ScratchpadBytes: chip.Sm.SharedMemory.Largest.Bytes * chip.Sms,
            SharedSramBytes: chip.L2.Capacity.Bytes,
            DramBytes: chip.Dram.Capacity.Bytes);
    }

    /// <summary>Thread instructions per second of a unit, limited by its lanes and by issue; 0 where the chip lacks it. A fused multiply-add is one.</summary>
    public static long LaneOperationsPerSecond(SimtChip chip, SimtUnit unit)
    {
        ArgumentNullException.ThrowIfNull(chip);
        if (!chip.Sm.Units.TryGetValue(unit, out var spec))
        {
            return 0;
        }

        long lanes = spec.SharedBySm ? spec.Lanes : Math.Min(spec.Lanes, chip.Sm.IssueWidth * chip.Sm.WarpWidth) * chip.Sm.SubCores;
        return Bounded((Int128)lanes * chip.Sms * chip.Clock.Hertz);
    }

    /// <summary>Operations per second of the tensor cores, a multiply-add counted as two; 0 for a type they lack.</summary>
    public static long TensorOperationsPerSecond(SimtChip chip, MmaInput input)
    {
        ArgumentNullException.ThrowIfNull(chip);
        return Bounded(2 * (Int128)(chip.Sm.Tensor?.MacsPerCycle.GetValueOrDefault(input) ?? 0) * chip.Sms * chip.Clock.Hertz);
    }

    private static long Bounded(Int128 rate) => (long)Int128.Min(rate, long.MaxValue);

    private static MacFormat? FormatOf(MmaInput input) => input switch
    {
        MmaInput.F16 => MacFormat.Fp16,
        MmaInput.Bf16 => MacFormat.Bf16,
        MmaInput.Tf32 => MacFormat.Tf32,
        MmaInput.F32 => MacFormat.Fp32,
        MmaInput.S8 => MacFormat.Int8,
        MmaInput.S4 => MacFormat.Int4,
        _ => null,
    };
}
