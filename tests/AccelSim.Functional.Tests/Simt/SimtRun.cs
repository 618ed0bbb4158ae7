using AccelSim.Functional.Simt;
using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Tests.Simt;

/// <summary>Runs a launch step by step, one instruction of each warp in turn, and keeps what a test may ask for: final registers and what each step did.</summary>
internal sealed class SimtRun
{
    private const int MostSteps = 2_000_000;
    private readonly SimtInterpreter _interpreter = new();
    private readonly SimtAccess _access = new();
    private readonly SimtBlockBarriers _barriers = new();

    /// <summary>Called after every step with block, warp and what it did.</summary>
    public Action<long, SimtWarp, SimtStep, SimtAccess>? Observe { get; init; }

    /// <summary>Called with every warp that has ended, and the number of its block.</summary>
    public Action<long, SimtWarp>? Ended { get; init; }

    public static SimtKernel Assemble(string body) => SimtAssembler.Assemble(".kernel k\n" + body).Kernels[0];

    public void Launch(SimtLaunchState launch, bool values = true)
    {
        for (var block = 0L; block < launch.Grid.Count; block++)
        {
            Block(launch, block, values);
        }
    }

    private void Block(SimtLaunchState launch, long index, bool values)
    {
        var block = new SimtBlock();
        block.Start(launch, index, 0);
        _barriers.Start(launch);
        var warps = new SimtWarp[launch.WarpsPerBlock];
        var waits = new int[warps.Length];
        Array.Fill(waits, -1);
        var phases = new (int Address, int Parity)?[warps.Length];
        for (var number = 0; number < warps.Length; number++)
        {
            (warps[number] = new SimtWarp()).Start(launch, block, number);
        }

        void Wake(int barrier)
        {
            for (var number = 0; number < waits.Length; number++)
            {
                waits[number] = waits[number] == barrier ? -1 : waits[number];
            }
        }

        for (var steps = 0; warps.Any(warp => !warp.HasEnded); steps++)
        {
            Assert.True(steps < MostSteps, "the kernel does not end");
            for (var number = 0; number < warps.Length; number++)
            {
                var warp = warps[number];
                if (phases[number] is { } phase && block.Mbarriers.IsOver(phase.Address, phase.Parity))
                {
                    phases[number] = null;
                }

                if (warp.HasEnded || waits[number] >= 0 || phases[number] is not null)
                {
                    continue;
                }

                var step = _interpreter.Step(warp, values, _access);
                Observe?.Invoke(index, warp, step, _access);
                switch (step)
                {
                    case SimtStep.Barrier or SimtStep.Arrive:
                        waits[number] = step == SimtStep.Barrier ? _access.Barrier : -1;
                        if (_barriers.Arrive(_access.Barrier, _access.Threads, warp.AllLanes, step == SimtStep.Barrier))
                        {
                            Wake(_access.Barrier);
                        }

                        break;
                    case SimtStep.MbarrierWait: phases[number] = (_access.Barrier, _access.Parity); break;
                    case SimtStep.Bulk: block.Mbarriers.Complete(_access.Bulk.Barrier, _access.Bulk.Bytes); break;
                    case SimtStep.Ended:
                        Ended?.Invoke(index, warp);
                        for (var released = _barriers.End(warp.AllLanes); released >= 0; released = _barriers.NextComplete())
                        {
                            Wake(released);
                        }

                        break;
                }
            }
        }
    }
}
