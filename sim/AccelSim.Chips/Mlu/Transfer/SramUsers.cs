using AccelSim.Functional.Mlu;
using AccelSim.Machine.Mlu;

namespace AccelSim.Chips.Mlu;

/// <summary>
/// Who asks for the SRAM of a cluster where its ports are given away, by number: the copy engines of the cluster that reach it, in order of
/// their priority, then of core (the memory core last), then of name; behind them, as one, all that comes from other clusters.
/// </summary>
internal sealed class SramUsers
{
    private readonly List<(int Core, string Engine)> _engines;

    /// <summary>The users on a chip; those of each cluster are the same.</summary>
    public SramUsers(MluChip chip)
    {
        var cores = Enumerable.Range(0, chip.CoresPerCluster).Select(core => (Number: core, chip.Core.Dma)).ToList();
        if (chip.MemoryCore is { } memoryCore)
        {
            cores.Add((MluTask.MemoryCoreId, memoryCore.Dma));
        }

        _engines = [.. cores.SelectMany((core, place) => core.Dma.Select(engine => (core.Number, Place: place, Name: engine.Key, Spec: engine.Value)))
            .Where(engine => engine.Spec.Paths.Keys.Any(path => path.From == "sram" || path.To == "sram"))
            .OrderBy(engine => engine.Spec.Priority ?? 0).ThenBy(engine => engine.Place).ThenBy(engine => engine.Name, StringComparer.Ordinal)
            .Select(engine => (engine.Number, engine.Name))];
    }

    /// <summary>How many there are.</summary>
    public int Count => _engines.Count + 1;

    /// <summary>Whatever comes from another cluster.</summary>
    public int Outside => _engines.Count;

    /// <summary>Number of an engine in its own cluster; -1 where it does not reach SRAM.</summary>
    public int Of(int core, string engine) => _engines.IndexOf((core, engine));
}
