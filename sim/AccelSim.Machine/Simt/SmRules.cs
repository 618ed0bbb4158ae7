using System.Collections.Immutable;
using System.Text.Json;

namespace AccelSim.Machine.Simt;

/// <summary>Rules between the parts of an SM.</summary>
internal static class SmRules
{
    private static readonly SimtUnit[] Required =
        [SimtUnit.Int, SimtUnit.IntMultiply, SimtUnit.Fp32, SimtUnit.Convert, SimtUnit.Sfu, SimtUnit.Branch, SimtUnit.Predicate, SimtUnit.Shuffle];

    public static void Check(SmSpec sm, Action<string, string> report)
    {
        CheckWarps(sm, report);
        CheckUnits(sm, report);
        CheckMemory(sm, report);
        foreach (var (input, rate) in sm.Tensor?.MacsPerCycle ?? ImmutableSortedDictionary<MmaInput, long>.Empty)
        {
            if (rate % sm.SubCores != 0)
            {
                report($"tensor.macsPerCycle.{Word(input)}", FormattableString.Invariant($"does not divide evenly among {sm.SubCores} sub-cores"));
            }
        }
    }

    private static void CheckWarps(SmSpec sm, Action<string, string> report)
    {
        if (sm.WarpWidth is not (16 or 32 or 64))
        {
            report("warpWidth", "must be 16, 32 or 64");
        }

        if (sm.MaxWarps % sm.SubCores != 0)
        {
            report("maxWarps", FormattableString.Invariant($"do not divide evenly among {sm.SubCores} sub-cores"));
        }

        if (sm.MaxThreads % sm.WarpWidth != 0 || sm.MaxThreads > (long)sm.MaxWarps * sm.WarpWidth)
        {
            report("maxThreads", FormattableString.Invariant($"must be whole warps and at most {sm.MaxWarps} of {sm.WarpWidth} threads"));
        }

        if (sm.MaxThreadsPerCta > sm.MaxThreads)
        {
            report("maxThreadsPerCta", FormattableString.Invariant($"are more than the {sm.MaxThreads} of an SM"));
        }

        if (sm.Scheduler.ActiveWarps > sm.WarpsPerSubCore)
        {
            report("scheduler.activeWarps", FormattableString.Invariant($"are more than the {sm.WarpsPerSubCore} warps of a sub-core"));
        }

        if ((long)sm.RegisterFile.MaxPerThread * sm.WarpWidth > sm.RegisterFile.RegistersPerSubCore)
        {
            report("registerFile.maxPerThread", FormattableString.Invariant($"of {sm.WarpWidth} threads are more than the {sm.RegisterFile.RegistersPerSubCore} registers of a sub-core"));
        }
    }

    private static void CheckUnits(SmSpec sm, Action<string, string> report)
    {
        var missing = Required.Where(unit => !sm.Units.ContainsKey(unit)).Select(Word).ToList();
        if (missing.Count > 0)
        {
            report("units", $"lack {string.Join(", ", missing)}");
        }

        foreach (var (unit, spec) in sm.Units)
        {
            if (spec.Pipe is not { } pipe)
            {
                continue;
            }

            var key = $"units.{Word(unit)}.pipe";
            if (!sm.Units.TryGetValue(pipe, out var owner))
            {
                report(key, "is no unit of this chip");
            }
            else if (owner.Pipe is not null || pipe == unit)
            {
                report(key, "must name a unit with a port of its own");
            }
            else if (owner.SharedBySm != spec.SharedBySm)
            {
                report(key, "joins a unit of each sub-core and one of the whole SM (sharedBySm)");
            }
        }
    }

    private static void CheckMemory(SmSpec sm, Action<string, string> report)
    {
        var set = sm.L1.Line.Bytes * sm.L1.Sets;
        for (var i = 0; i < sm.SharedMemory.Options.Length; i++)
        {
            var left = sm.L1Bytes(sm.SharedMemory.Options[i]);
            if (left % set != 0)
            {
                report(FormattableString.Invariant($"sharedMemory.options[{i}]"), FormattableString.Invariant($"leaves an L1 cache of {left} B, which is not a whole number of ways of {sm.L1.Sets} sets"));
            }
        }

        if (sm.L1.Bandwidth > sm.SharedMemory.Bandwidth)
        {
            report("l1.bandwidth", $"is more than the data path of {sm.SharedMemory.Bandwidth} (sharedMemory.bandwidth) that it uses");
        }

        if (!long.IsPow2(sm.LocalInterleave.Bytes))
        {
            report("localInterleave", "must be a power of two");
        }

        if (sm.LoadStore.Coalescing > sm.L1.Line)
        {
            report("loadStore.coalescing", $"is more than the line of {sm.L1.Line}");
        }
    }

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
