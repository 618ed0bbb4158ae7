using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Tests.Simt.Oracle;

/// <summary>
/// Runs the threads of a block one at a time, each with a program counter of its own, until it needs others: an exchange between lanes, the end of a
/// convergence region, a barrier. Divergence is right by construction, for there are no masks.
/// </summary>
internal sealed class OracleBlock
{
    private readonly OracleLaunch _launch;
    private readonly OracleExecutor _executor;

    public OracleBlock(OracleLaunch launch, long block)
    {
        _launch = launch;
        _executor = new OracleExecutor(launch, block, new byte[launch.Kernel.SharedBytes]);
        Threads = [.. Enumerable.Range(0, (int)launch.Block.Count).Select(number => new OracleThread(number, number % launch.WarpWidth, launch.Kernel.LocalBytes))];
    }

    public IReadOnlyList<OracleThread> Threads { get; }

    private SimtInstruction At(OracleThread thread) => _launch.Kernel.Instructions[thread.Pc];

    public void Run()
    {
        var warps = Threads.Chunk(_launch.WarpWidth).ToArray();
        while (Threads.Any(thread => !thread.Ended))
        {
            foreach (var warp in warps)
            {
                do
                {
                    foreach (var thread in warp.Where(thread => !thread.Ended))
                    {
                        RunAlone(thread);
                    }
                }
                while (Exchange(warp) || Converge(warp));
            }

            var live = Threads.Where(thread => !thread.Ended).ToArray();
            Assert.All(live, thread => Assert.Equal(SimtOpcode.BarrierSync, At(thread).Opcode));
            foreach (var thread in live)
            {
                thread.Pc++;
            }
        }
    }

    private static bool NeedsOthers(in SimtInstruction i) => i.Opcode is SimtOpcode.ConvergeSync or SimtOpcode.BarrierSync || IsExchange(i);

    private static bool IsExchange(in SimtInstruction i) => i.Opcode is >= SimtOpcode.ShuffleIndex and <= SimtOpcode.ReduceXor;

    private void RunAlone(OracleThread thread)
    {
        while (!thread.Ended && !NeedsOthers(At(thread)))
        {
            var i = At(thread);
            var pc = thread.Pc++;
            var holds = thread.Holds(i.Guard);
            switch (i.Opcode)
            {
                case SimtOpcode.Branch:
                    thread.Follow(pc, holds);
                    thread.Pc = holds ? i.Immediate : thread.Pc;
                    break;
                case SimtOpcode.ConvergeSet:
                    thread.Enter(pc);
                    break;
                case SimtOpcode.Exit:
                    thread.Ended = holds;
                    break;
                case SimtOpcode.Nop or SimtOpcode.MemoryFence:
                    break;
                default:
                    if (holds)
                    {
                        _executor.Execute(thread, i, _launch.Mnemonics[pc]);
                    }

                    break;
            }
        }
    }

    /// <summary>Threads that are at the same exchange on the same path come to it together; those where the guard holds do it.</summary>
    private bool Exchange(OracleThread[] warp)
    {
        var any = false;
        foreach (var group in warp.Where(thread => !thread.Ended && IsExchange(At(thread)))
            .GroupBy(thread => (thread.Pc, thread.Path)).ToArray())
        {
            any = true;
            var i = At(group.First());
            var together = group.Where(thread => thread.Holds(i.Guard)).ToArray();
            if (together.Length > 0)
            {
                OracleExchange.Execute(i, together, _launch.WarpWidth, thread => _executor.Word(thread, i));
            }

            foreach (var thread in group)
            {
                thread.Pc++;
            }
        }

        return any;
    }

    /// <summary>A region ends where all that entered it and live are at its end.</summary>
    private bool Converge(OracleThread[] warp)
    {
        var any = false;
        var live = warp.Where(thread => !thread.Ended).ToArray();
        foreach (var group in live.Where(thread => At(thread).Opcode == SimtOpcode.ConvergeSync).GroupBy(thread => thread.Regions[^1].Region).ToArray())
        {
            if (live.Count(thread => thread.Regions.Any(region => region.Region == group.Key)) == group.Count())
            {
                any = true;
                foreach (var thread in group)
                {
                    thread.Regions.RemoveAt(thread.Regions.Count - 1);
                    thread.Pc++;
                }
            }
        }

        return any;
    }
}
