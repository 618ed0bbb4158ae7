using System.Collections.Immutable;

namespace AccelSim.Machine;

/// <summary>Puts the table of a chip together from its file; a family says which memories it has and how large they are.</summary>
internal sealed class EnergyTableBuilder(EnergySpec spec)
{
    // A microwatt over a picosecond is an attojoule.
    private const long Picosecond = 1_000;
    private const long FemtosecondsPerSecond = 1_000_000_000_000_000;

    private readonly ImmutableArray<EnergyEntry>.Builder _entries = ImmutableArray.CreateBuilder<EnergyEntry>();
    private readonly ImmutableArray<string>.Builder _warnings = ImmutableArray.CreateBuilder<string>();

    /// <summary>The table so far.</summary>
    public EnergyTable Build() => new(_entries.ToImmutable(), _warnings.ToImmutable());

    /// <summary>What every family has beside memories and links: static power, DRAM.</summary>
    public EnergyTableBuilder AddCommon(DramSpec dram)
    {
        _entries.Add(new(EnergyParts.Static, "static", "ps", spec.Static.Microwatts) { PerPeriod = 1, Period = Picosecond });
        AddDram(dram);
        return this;
    }

    /// <summary>Something that the device counts.</summary>
    public EnergyTableBuilder Add(string part, string group, string events, Energy each)
    {
        _entries.Add(new(part, group, events, each.Attojoules));
        return this;
    }

    /// <summary>Fetch and decode.</summary>
    public EnergyTableBuilder AddInstructions() => Add(EnergyParts.Instruction, "control", "instructions", spec.Instruction);

    private void AddDram(DramSpec dram)
    {
        if (dram.Device.Energy is not { } energy)
        {
            return;
        }

        _entries.Add(new(EnergyParts.DramActivate, "DRAM", "commands", energy.Activate.Attojoules));
        _entries.Add(new(EnergyParts.DramRead, "DRAM", "bytes", energy.Read.AttojoulesPerByte));
        _entries.Add(new(EnergyParts.DramWrite, "DRAM", "bytes", energy.Write.AttojoulesPerByte));

        // Rows are refreshed whether or not anybody asks for data, so refreshes follow from the time and not from what a channel was busy with.
        var timings = dram.Device.Timings;
        _entries.Add(new(EnergyParts.DramRefresh, "DRAM", "commands", energy.Refresh.Attojoules)
        {
            PerPeriod = dram.Channels,
            Period = (long)Int128.Min((Int128)timings.TRefi.Count * FemtosecondsPerSecond / timings.Clock.Hertz, long.MaxValue),
        });
        _entries.Add(new(EnergyParts.DramBackground, "DRAM", "ps of a channel", energy.Background.Microwatts) { PerPeriod = dram.Channels, Period = Picosecond });
    }

    /// <summary>A memory of the chip; its values are those of the file or follow from its size.</summary>
    public EnergyTableBuilder AddMemory(string name, long bytes)
    {
        var (read, write) = spec.Memories.TryGetValue(name, out var given)
            ? (given.Read.AttojoulesPerByte, given.Write.AttojoulesPerByte)
            : Derived(name, bytes);
        _entries.Add(new(EnergyParts.Read(name), "on-chip memory", "bytes", read));
        _entries.Add(new(EnergyParts.Write(name), "on-chip memory", "bytes", write));
        return this;
    }

    /// <summary>A connection of the chip.</summary>
    public EnergyTableBuilder AddLink(string name)
    {
        _entries.Add(new(EnergyParts.Link(name), "network", "bytes", spec.Links[name].AttojoulesPerByte));
        return this;
    }

    private (long Read, long Write) Derived(string name, long bytes)
    {
        var sram = spec.Sram!;
        if (CactiSram.Clamp(bytes) is var inside && inside != bytes)
        {
            _warnings.Add($"energy of {name}: {new ByteSize(bytes)} is outside the table ({new ByteSize(CactiSram.Smallest)} to {new ByteSize(CactiSram.Largest)}); "
                + $"taken as {new ByteSize(inside)}, or give energy.memories.{name}");
        }

        return (Scaled(CactiSram.Read(sram.Table, inside)), Scaled(CactiSram.Write(sram.Table, inside)));

        long Scaled(long attojoules) => (long)(((Int128)attojoules * sram.Scale.PartsPerMillion + 500_000) / 1_000_000);
    }
}
