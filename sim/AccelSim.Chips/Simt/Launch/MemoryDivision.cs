using AccelSim.Engine;
using AccelSim.Memory;

namespace AccelSim.Chips.Simt;

/// <summary>Divides what the L2 and device memory do among the kernels on the chip, as the sectors of global memory that each asked for meanwhile.</summary>
internal sealed class MemoryDivision(SimtMemorySystem memory)
{
    private readonly Dictionary<KernelAccount, long> _asked = [];
    private SimtMemoryCounters _counters;
    private DramWork _dram;

    /// <summary>Enters what was done since the last time. The SMs are settled.</summary>
    /// <param name="kernels">Kernels on the chip since then, the oldest first; it gets what nobody asked for.</param>
    public void Enter(IReadOnlyList<KernelAccount> kernels)
    {
        var (counters, dram) = (memory.Counters, memory.Dram.Work);
        if (kernels.Count > 0)
        {
            var weights = new long[kernels.Count];
            for (var i = 0; i < weights.Length; i++)
            {
                var sectors = kernels[i].Counters.GlobalSectors;
                weights[i] = sectors - _asked.GetValueOrDefault(kernels[i]);
                _asked[kernels[i]] = sectors;
            }

            weights[0] += weights.Sum() == 0 ? 1 : 0;
            var (ofCounters, ofDram) = (Divided(counters, _counters, weights), Divided(dram, _dram, weights));
            for (var i = 0; i < weights.Length; i++)
            {
                var sum = kernels[i].Memory;
                sum.Add(ofCounters[i]);
                (kernels[i].Memory, kernels[i].Dram) = (sum, kernels[i].Dram + ofDram[i]);
            }
        }

        (_counters, _dram) = (counters, dram);
    }

    private static T[] Divided<T>(T now, T before, long[] weights)
        where T : unmanaged
    {
        var shares = new T[weights.Length];
        var last = CountCells.Of(ref now);
        var first = CountCells.Of(ref before);
        Span<long> parts = stackalloc long[weights.Length];
        for (var count = 0; count < last.Length; count++)
        {
            parts.Clear();
            Apportionment.Add(last[count] - first[count], weights, parts);
            for (var i = 0; i < shares.Length; i++)
            {
                CountCells.Of(ref shares[i])[count] = parts[i];
            }
        }

        return shares;
    }
}
