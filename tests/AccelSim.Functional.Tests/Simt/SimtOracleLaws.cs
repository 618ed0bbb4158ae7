using AccelSim.Functional.Simt;
using AccelSim.Functional.Tests.Simt.Oracle;
using AccelSim.Isa.Simt;
using FsCheck.Fluent;

namespace AccelSim.Functional.Tests.Simt;

/// <summary>The executor of warps against an oracle that runs one thread at a time.</summary>
public sealed class SimtOracleLaws
{
    [Fact]
    public void A_kernel_leaves_the_registers_and_the_memory_that_its_threads_leave_one_by_one()
    {
        var executed = new HashSet<SimtOpcode>();
        var parted = 0;
        Law.Holds(Gen.Choose(0, int.MaxValue), seed => Agree(new RandomKernel(seed, dataDecides: true), executed, ref parted), count: 400);

        // The law says nothing about what its kernels never do.
        Assert.Equal([], SimtInstructionSet.All.Where(row => row.Unit is not (SimtUnit.Tensor or SimtUnit.WarpGroup) && !executed.Contains(row.Opcode))
            .Where(row => row.Timing is not (SimtTiming.BulkCopy or SimtTiming.Mbarrier or SimtTiming.MbarrierWait))
            .Select(row => row.Opcode).Except([SimtOpcode.Nop, SimtOpcode.BarrierArrive, SimtOpcode.LoadMatrix]));
        Assert.True(parted > 10_000, $"only {parted} instructions with parted lanes");
    }

    private static void Agree(RandomKernel kernel, HashSet<SimtOpcode> executed, ref int parted)
    {
        var memory = (byte[])kernel.Memory.Clone();
        var warps = new Dictionary<(long Block, int Warp), (uint[][] Registers, ulong[] Predicates)>();
        var apart = 0;
        var run = new SimtRun
        {
            Observe = (_, warp, _, access) =>
            {
                executed.Add(kernel.Kernel.Instructions[access.Pc].Opcode);
                apart += warp.Parted > 0 ? 1 : 0;
            },
            Ended = (block, warp) => warps[(block, warp.Number)] = (
                [.. Enumerable.Range(0, kernel.Kernel.Registers + 1).Select(register => warp.Register(register).ToArray())],
                [.. Enumerable.Range(0, 8).Select(number => warp.Predicate(new SimtPredicate((byte)number)))]),
        };
        run.Launch(kernel.Launch(new SimtProgram(kernel.Kernel), memory));
        parted += apart;

        var expected = (byte[])kernel.Memory.Clone();
        var launch = new OracleLaunch(kernel.Kernel, kernel.Grid, kernel.Block, kernel.Width, kernel.Constants, expected);
        for (var index = 0L; index < kernel.Grid.Count; index++)
        {
            var block = new OracleBlock(launch, index);
            block.Run();
            foreach (var thread in block.Threads)
            {
                var (registers, predicates) = warps[(index, thread.Number / kernel.Width)];
                for (var register = 0; register < registers.Length; register++)
                {
                    var (actual, wanted) = (registers[register][thread.Lane], thread.Registers[register]);
                    if (actual != wanted)
                    {
                        Assert.Fail($"r{register - 1} of thread {thread.Number} is 0x{actual:x}, expected 0x{wanted:x}\n{kernel}");
                    }
                }

                for (var number = 0; number < predicates.Length; number++)
                {
                    if ((predicates[number] >> thread.Lane & 1) != 0 != thread.Predicates[number])
                    {
                        Assert.Fail($"p{number - 1} of thread {thread.Number} should be {thread.Predicates[number]}\n{kernel}");
                    }
                }
            }
        }

        var differs = expected.AsSpan().CommonPrefixLength(memory);
        Assert.True(differs == memory.Length, $"memory differs at 0x{differs:x}\n{kernel}");
    }
}
